-- What must hold when a step is done, of the person that the step touched. See settle_roles.sql.

CREATE VIEW settled_user (id) AS SELECT id FROM user;

-- Law 1: the fewest and the most roles of one person.
CREATE TRIGGER settle_user_roles INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, '`' || email || '` would hold ' || total || ' roles, and a person holds '
        || iif(least.value > total, 'at least ' || least.value, 'at most ' || most.value))
    FROM (SELECT count(*) AS total FROM user_role WHERE user = NEW.id)
        JOIN user ON user.id = NEW.id
        JOIN limit_of AS least ON least.name = 'min_roles_per_user'
        JOIN limit_of AS most ON most.name = 'max_roles_per_user'
    WHERE total < least.value OR total > most.value;
END;

-- A person holds at most one role of each product.
CREATE TRIGGER settle_user_products INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.id)
        || '` would hold several roles of one product: ' || names)
    FROM (
        SELECT group_concat('`' || role.name || '`', ' and ') AS names
        FROM user_role JOIN role ON role.id = user_role.role
        WHERE user_role.user = NEW.id AND role.product IS NOT NULL
        GROUP BY role.product HAVING count(*) > 1
    );
END;

-- A person has the attributes that are required.
CREATE TRIGGER settle_user_required INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.id) || '` cannot be without '
        || 'the attribute `' || name || '`')
    FROM attribute
    WHERE required = 1 AND owner = 'user' AND NOT EXISTS (
        SELECT 1 FROM user_attribute AS given
        WHERE given.user = NEW.id AND given.attribute = attribute.id);
END;

-- Attributes have values of their type, within their bounds.
CREATE TRIGGER settle_user_attribute INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || attribute.name || '` of `'
        || (SELECT email FROM user WHERE id = NEW.id) || '` cannot be `'
        || iif(given.boolean, iif(given.value, 'true', 'false'), given.value) || '`: it is '
        || CASE attribute.type
            WHEN 'text' THEN 'text that is not empty'
                || ifnull(', of at most ' || attribute.max_length || ' characters', '')
            WHEN 'integer' THEN 'a whole number' || ifnull(' from ' || attribute.min, '')
                || ifnull(' up to ' || attribute.max, '')
            WHEN 'boolean' THEN 'true or false'
            ELSE 'one of ' || (SELECT group_concat(word, ', ') FROM attribute_word
                               WHERE attribute_word.attribute = attribute.id) END)
    FROM user_attribute AS given JOIN attribute ON attribute.id = given.attribute
    WHERE given.user = NEW.id AND NOT CASE attribute.type
        WHEN 'text' THEN typeof(given.value) = 'text' AND given.value <> ''
            AND length(given.value) <= ifnull(attribute.max_length, length(given.value))
        WHEN 'integer' THEN typeof(given.value) = 'integer' AND given.boolean = 0
            AND given.value >= ifnull(attribute.min, given.value)
            AND given.value <= ifnull(attribute.max, given.value)
        WHEN 'boolean' THEN given.boolean = 1
        WHEN 'one_of' THEN given.value IN (
            SELECT word FROM attribute_word WHERE attribute_word.attribute = attribute.id)
        ELSE 1 END;
END;

-- Law 2: a member of a team holds a role, or a role with a permission, that makes eligible.
CREATE TRIGGER settle_user_eligible INSTEAD OF INSERT ON settled_user
WHEN (SELECT holds FROM fact WHERE name = 'members_need_a_role') = 1
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.id) || '` cannot be a member '
        || 'of `' || (SELECT path FROM team_path WHERE team_path.id = seat.team)
        || '`: none of their roles makes them eligible')
    FROM seat
    WHERE seat.user = NEW.id AND seat.kind = 'member' AND NOT EXISTS (
        SELECT 1 FROM user_role AS held JOIN role ON role.id = held.role
        WHERE held.user = NEW.id AND (
            role.name IN (SELECT name FROM eligible_role)
            OR EXISTS (
                SELECT 1 FROM eligible_permission AS needed CROSS JOIN role_permission AS granted
                WHERE granted.role = role.id AND granted.permission = needed.permission)
            OR (role.permissions_written = 0 AND (role.editable = 1 OR EXISTS (
                SELECT 1
                FROM eligible_permission AS needed CROSS JOIN documented_permission AS told
                WHERE told.role = role.id AND told.permission = needed.permission)))));
END;

-- Who is inactive sits in no team.
CREATE TRIGGER settle_user_inactive INSTEAD OF INSERT ON settled_user
WHEN (SELECT holds FROM fact WHERE name = 'inactive_leaves_teams') = 1
BEGIN
    SELECT RAISE(ABORT, '`' || user.email || '` cannot be inactive and a ' || seat.kind || ' of `'
        || (SELECT path FROM team_path WHERE team_path.id = seat.team) || '`')
    FROM seat JOIN user ON user.id = seat.user WHERE seat.user = NEW.id AND user.active = 0;
END;

-- Who is inactive is named by no team.
CREATE TRIGGER settle_user_named INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, '`' || user.email || '` cannot be inactive and the `' || attribute.name
        || '` of `' || team_path.path || '`')
    FROM named_member AS named JOIN user ON user.id = named.user
        JOIN attribute ON attribute.id = named.attribute
        JOIN team_path ON team_path.id = named.team
    WHERE named.user = NEW.id AND user.active = 0;
END;

-- The most teams that a person is a member of, by each role that the person holds.
CREATE TRIGGER settle_user_teams INSTEAD OF INSERT ON settled_user
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.id) || '` would be a member '
        || 'of too many teams: with the role `' || role.name || '` at most ' || holder_limit.teams)
    FROM user_role AS held JOIN role ON role.id = held.role
        JOIN holder_limit ON holder_limit.role = role.name
    WHERE held.user = NEW.id AND holder_limit.teams < (
        SELECT count(*) FROM seat WHERE seat.user = NEW.id AND seat.kind = 'member');
END;
