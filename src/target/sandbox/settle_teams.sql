-- What must hold when a step is done, of the team that the step touched. See settle_roles.sql.

CREATE VIEW settled_team (id) AS SELECT id FROM team;
CREATE VIEW settled_team_order (parent) AS SELECT id FROM team;

-- Limit: teams in one instance.
CREATE TRIGGER settle_team_count INSTEAD OF INSERT ON settled_team
WHEN (SELECT value FROM limit_of WHERE name = 'teams') IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'there is no room for `' || (SELECT path FROM team_path WHERE id = NEW.id)
        || '`: there can be at most ' || value || ' teams')
    FROM limit_of WHERE name = 'teams' AND value < (SELECT count(*) FROM team);
END;

-- A team has a name, within the longest, in code points.
CREATE TRIGGER settle_team_name INSTEAD OF INSERT ON settled_team
BEGIN
    SELECT RAISE(ABORT, 'a team needs a name') FROM team WHERE id = NEW.id AND name = '';
    SELECT RAISE(ABORT, 'the name of the team `' || team.name || '` is longer than '
        || longest.value || ' characters')
    FROM team JOIN limit_of AS longest ON longest.name = 'team_name_length'
    WHERE team.id = NEW.id AND length(team.name) > longest.value;
END;

-- A team's name has none of the forbidden characters.
CREATE TRIGGER settle_team_characters INSTEAD OF INSERT ON settled_team
BEGIN
    SELECT RAISE(ABORT, 'the name of the team `' || team.name || '` cannot contain `' || character
        || '`')
    FROM team JOIN forbidden_character ON instr(team.name, character) > 0 WHERE team.id = NEW.id;
END;

-- Teams have sub-teams only where the platform has them.
CREATE TRIGGER settle_team_nested INSTEAD OF INSERT ON settled_team
WHEN (SELECT holds FROM fact WHERE name = 'teams_nested') = 0
BEGIN
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = NEW.id)
        || '` cannot be below another: this platform has no sub-teams')
    FROM team WHERE id = NEW.id AND parent IS NOT NULL;
END;

-- Limit: levels of the tree, counted down to the lowest team below this one.
CREATE TRIGGER settle_team_depth INSTEAD OF INSERT ON settled_team
WHEN (SELECT value FROM limit_of WHERE name = 'team_depth') < (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.id
        UNION
        SELECT team.parent FROM team JOIN above ON team.id = above.id
        WHERE team.parent IS NOT NULL
    ),
    below (id, level) AS (
        SELECT NEW.id, (SELECT count(*) FROM above)
        UNION
        SELECT team.id, below.level + 1 FROM team JOIN below ON team.parent = below.id
        WHERE below.level <= (SELECT value FROM limit_of WHERE name = 'team_depth')
    )
    SELECT max(level) FROM below
)
BEGIN
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = NEW.id)
        || '` would make the tree deeper than '
        || (SELECT value FROM limit_of WHERE name = 'team_depth') || ' levels');
END;

-- A team has the attributes that are required.
CREATE TRIGGER settle_team_required INSTEAD OF INSERT ON settled_team
BEGIN
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = NEW.id)
        || '` cannot be without the attribute `' || name || '`')
    FROM attribute
    WHERE required = 1 AND owner = 'team' AND NOT EXISTS (
        SELECT 1 FROM team_attribute AS given
        WHERE given.team = NEW.id AND given.attribute = attribute.id);
END;

-- Attributes of teams have values of their type, within their bounds.
CREATE TRIGGER settle_team_attribute INSTEAD OF INSERT ON settled_team
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || attribute.name || '` of the team `'
        || (SELECT path FROM team_path WHERE id = NEW.id) || '` cannot be `'
        || iif(given.boolean, iif(given.value, 'true', 'false'), given.value) || '`: it is '
        || CASE attribute.type
            WHEN 'text' THEN 'text that is not empty'
                || ifnull(', of at most ' || attribute.max_length || ' characters', '')
            WHEN 'integer' THEN 'a whole number' || ifnull(' from ' || attribute.min, '')
                || ifnull(' up to ' || attribute.max, '')
            WHEN 'boolean' THEN 'true or false'
            ELSE 'one of ' || (SELECT group_concat(word, ', ') FROM attribute_word
                               WHERE attribute_word.attribute = attribute.id) END)
    FROM team_attribute AS given JOIN attribute ON attribute.id = given.attribute
    WHERE given.team = NEW.id AND NOT CASE attribute.type
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

-- The order of teams can be changed only where it means something, and names every team of a list.
CREATE TRIGGER settle_team_order INSTEAD OF INSERT ON settled_team_order
BEGIN
    SELECT RAISE(ABORT, 'teams have no order of their own on this platform')
    WHERE (SELECT holds FROM fact WHERE name = 'teams_ordered') IS NOT 1;
    SELECT RAISE(ABORT, 'the order of teams leaves out `' || name || '`')
    FROM team WHERE parent IS NEW.parent AND position IS NULL;
END;
