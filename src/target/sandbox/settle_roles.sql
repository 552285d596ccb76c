-- What must hold when a step is done, of what the step touched: roles.
--
-- A step is several statements, and between them a person may for a moment have no role. So each
-- step ends by inserting what it touched into one of these views. They keep nothing: their triggers
-- look at the one role, person or team, and refuse the step. One trigger for each rule; where its
-- SELECT finds nothing, nothing is raised.

CREATE VIEW settled_role (id) AS SELECT id FROM role;
-- The holders of a role, after something changed in it that their memberships may rest on.
CREATE VIEW settled_holders (role) AS SELECT id FROM role;
CREATE VIEW settled_role_order (done) AS SELECT 1;

-- Law 1: custom roles in one instance.
CREATE TRIGGER settle_role_count INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'there is no room for `' || (SELECT name FROM role WHERE id = NEW.id)
        || '`: there can be at most ' || value || ' custom roles')
    FROM limit_of
    WHERE name = 'custom_roles' AND value < (SELECT count(*) FROM role WHERE built_in = 0);
END;

-- A role has a name, within the longest, in code points.
CREATE TRIGGER settle_role_name INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'a role needs a name') FROM role WHERE id = NEW.id AND name = '';
    SELECT RAISE(ABORT, 'the name of the role `' || role.name || '` is longer than '
        || longest.value || ' characters')
    FROM role JOIN limit_of AS longest ON longest.name = 'role_name_length'
    WHERE role.id = NEW.id AND role.built_in = 0 AND length(role.name) > longest.value;
END;

-- Labels and colours are for custom roles, where the platform has them.
CREATE TRIGGER settle_role_labelled INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || name || '` cannot have a label or a colour: '
        || iif(built_in, 'it is built in', 'this platform has none'))
    FROM role
    WHERE id = NEW.id AND (label IS NOT NULL OR color IS NOT NULL)
        AND (built_in = 1 OR (SELECT holds FROM fact WHERE name = 'labels') = 0);
END;

-- A label is not empty, and within the longest, in code points.
CREATE TRIGGER settle_role_label INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the label of the role `' || name || '` is empty')
    FROM role WHERE id = NEW.id AND label = '';
    SELECT RAISE(ABORT, 'the label of the role `' || role.name || '` is longer than '
        || longest.value || ' characters')
    FROM role JOIN limit_of AS longest ON longest.name = 'label_length'
    WHERE role.id = NEW.id AND length(role.label) > longest.value;
END;

-- A colour is `#` and six upper-case hexadecimal digits.
CREATE TRIGGER settle_role_color INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the colour of the role `' || name || '` is `' || color
        || '`, not # and six digits from 0 to F')
    FROM role
    WHERE id = NEW.id
        AND color NOT GLOB '#[0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F][0-9A-F]';
END;

-- A permission is granted at a level that it has.
CREATE TRIGGER settle_role_level INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || (SELECT name FROM role WHERE id = NEW.id) || '` has the '
        || 'permission `' || permission.name || '` at the level ' || granted.level
        || ', which it cannot be granted at')
    FROM role_permission AS granted JOIN permission ON permission.id = granted.permission
    WHERE granted.role = NEW.id AND permission.levels_known = 1 AND NOT EXISTS (
        SELECT 1 FROM permission_level AS allowed
        WHERE allowed.permission = granted.permission AND allowed.level = granted.level);
END;

-- Of a built-in role that can't be edited only optional permissions are switched on.
CREATE TRIGGER settle_role_optional INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the permission `' || permission.name || '` cannot be switched on for the '
        || 'role `' || role.name || '`')
    FROM role JOIN role_permission AS granted ON granted.role = role.id
        JOIN permission ON permission.id = granted.permission
    WHERE role.id = NEW.id AND role.editable = 0 AND NOT EXISTS (
        SELECT 1 FROM optional_permission AS optional
        WHERE optional.role = role.id AND optional.permission = granted.permission);
END;

-- A permission is restricted to scopes that it has.
CREATE TRIGGER settle_role_scope INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || (SELECT name FROM role WHERE id = NEW.id) || '` restricts '
        || 'the permission `' || permission.name || '` to ' || narrowed.scope
        || ', which it cannot be restricted to')
    FROM role_permission_scope AS narrowed JOIN permission ON permission.id = narrowed.permission
    WHERE narrowed.role = NEW.id AND permission.scopes_known = 1 AND NOT EXISTS (
        SELECT 1 FROM permission_scope AS allowed
        WHERE allowed.permission = narrowed.permission AND allowed.scope = narrowed.scope);
END;

-- Only a role with a permission to assign roles has roles to assign.
CREATE TRIGGER settle_role_assigns INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || name || '` has a list of roles to assign, but no '
        || 'permission to assign roles')
    FROM role
    WHERE id = NEW.id AND EXISTS (SELECT 1 FROM assignable WHERE role = NEW.id) AND NOT EXISTS (
        SELECT 1
        FROM role_permission AS granted JOIN permission ON permission.id = granted.permission
        WHERE granted.role = NEW.id AND permission.assigns_roles IS NOT 0);
END;

-- A role with a permission to assign roles says which, even if none: leaving it out is not "all".
CREATE TRIGGER settle_role_assigns_which INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || name || '` may assign roles, but nobody ever wrote which; '
        || 'an empty list means none')
    FROM role
    WHERE id = NEW.id AND assignable_written = 0 AND EXISTS (
        SELECT 1
        FROM role_permission AS granted JOIN permission ON permission.id = granted.permission
        WHERE granted.role = NEW.id AND permission.assigns_roles = 1);
END;

-- A built-in role shows what it may assign only together with its permissions.
CREATE TRIGGER settle_role_unwritten INSTEAD OF INSERT ON settled_role
BEGIN
    SELECT RAISE(ABORT, 'the built-in role `' || name || '` cannot have a list of roles to assign '
        || 'before its permissions are written')
    FROM role WHERE id = NEW.id AND assignable_written = 1 AND permissions_written = 0;
END;

-- Law 2: members keep what their membership needs when a role that they hold changes.
CREATE TRIGGER settle_holders_eligible INSTEAD OF INSERT ON settled_holders
WHEN (SELECT holds FROM fact WHERE name = 'members_need_a_role') = 1
BEGIN
    SELECT RAISE(ABORT, 'the role `' || (SELECT name FROM role WHERE id = NEW.role) || '` cannot '
        || 'be changed so: `' || (SELECT email FROM user WHERE id = touched.user)
        || '` is a member of a team by what it would lose')
    FROM user_role AS touched
    WHERE touched.role = NEW.role
        AND EXISTS (SELECT 1 FROM seat WHERE user = touched.user AND kind = 'member')
        AND NOT EXISTS (
            SELECT 1 FROM user_role AS held JOIN role ON role.id = held.role
            WHERE held.user = touched.user AND (
                role.name IN (SELECT name FROM eligible_role)
                OR EXISTS (
                    SELECT 1
                    FROM eligible_permission AS needed CROSS JOIN role_permission AS granted
                    WHERE granted.role = role.id AND granted.permission = needed.permission)
                OR (role.permissions_written = 0 AND (role.editable = 1 OR EXISTS (
                    SELECT 1
                    FROM eligible_permission AS needed CROSS JOIN documented_permission AS told
                    WHERE told.role = role.id AND told.permission = needed.permission)))));
END;

-- The most teams of a holder, where the role has just taken a name that has such a limit.
CREATE TRIGGER settle_holders_teams INSTEAD OF INSERT ON settled_holders
BEGIN
    SELECT RAISE(ABORT, 'holders of the role `' || role.name || '` would be members of more than '
        || holder_limit.teams || ' teams')
    FROM role JOIN holder_limit ON holder_limit.role = role.name
        JOIN user_role AS touched ON touched.role = role.id
    WHERE role.id = NEW.role AND holder_limit.teams < (
        SELECT count(*) FROM seat WHERE user = touched.user AND kind = 'member');
END;

-- The order of roles can be changed only where it means something, and names every role.
CREATE TRIGGER settle_role_order INSTEAD OF INSERT ON settled_role_order
BEGIN
    SELECT RAISE(ABORT, 'roles have no order of their own on this platform')
    WHERE (SELECT holds FROM fact WHERE name = 'roles_ordered') IS NOT 1;
    SELECT RAISE(ABORT, 'the order of roles leaves out `' || name || '`')
    FROM role WHERE position IS NULL;
END;
