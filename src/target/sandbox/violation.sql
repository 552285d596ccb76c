-- All rules once more, over the whole database at once. Written apart from the triggers, by sets
-- and not by rows, so that each can show a mistake in the other.

-- The roles that make their holders eligible as members.
CREATE VIEW eligible (role) AS
SELECT id FROM role JOIN eligible_role USING (name)
UNION
SELECT role FROM role_permission JOIN eligible_permission USING (permission)
UNION
SELECT documented.role
FROM documented_permission AS documented JOIN eligible_permission USING (permission)
    JOIN role ON role.id = documented.role AND NOT role.permissions_written
UNION
-- Nobody knows what it contains.
SELECT id FROM role WHERE editable AND NOT permissions_written;

-- How far each team is from the top. A team that is its own ancestor is nowhere in it.
CREATE VIEW team_level (team, level) AS
WITH RECURSIVE reached (team, level) AS (
    SELECT id, 1 FROM team WHERE parent IS NULL OR parent NOT IN (SELECT id FROM team)
    UNION ALL
    SELECT team.id, level + 1 FROM reached JOIN team ON team.parent = reached.team
)
SELECT team, level FROM reached;

CREATE VIEW violation (rule, subject, detail) AS

-- ## Roles

SELECT 'custom-roles', 'roles', count(*) || ' custom roles, and there can be at most ' || value
FROM role JOIN limit_of ON limit_of.name = 'custom_roles'
WHERE NOT built_in GROUP BY value HAVING count(*) > value

UNION ALL
SELECT 'custom-roles', role.name, 'a custom role, and this platform has none'
FROM role JOIN fact ON fact.name = 'custom_roles' AND fact.holds = 0 WHERE NOT built_in

UNION ALL
SELECT 'role-name', name, 'no name' FROM role WHERE NOT length(name)

UNION ALL
SELECT 'role-name', role.name, length(role.name) || ' characters, and a name has at most ' || value
FROM role JOIN limit_of ON limit_of.name = 'role_name_length' AND length(role.name) > value
WHERE NOT built_in

UNION ALL
SELECT 'role-label', role.name, 'a label or a colour, and this platform has none'
FROM role JOIN fact ON fact.name = 'labels' AND NOT fact.holds
WHERE coalesce(label, color) IS NOT NULL

UNION ALL
SELECT 'role-label', name, 'a label or a colour on a built-in role'
FROM role WHERE built_in AND coalesce(label, color) IS NOT NULL

UNION ALL
SELECT 'role-label', name, 'an empty label' FROM role WHERE length(label) = 0

UNION ALL
SELECT 'role-label', role.name,
    length(label) || ' characters in the label, which has at most ' || value
FROM role JOIN limit_of ON limit_of.name = 'label_length' AND length(label) > value

UNION ALL
SELECT 'role-color', name, '`' || color || '` is not # and six digits from 0 to F'
FROM role
WHERE length(color) <> 7 OR substr(color, 1, 1) <> '#'
    OR trim(substr(color, 2), '0123456789ABCDEF') <> ''

UNION ALL
SELECT 'fixed-role', name, 'a built-in role that cannot be edited was edited'
FROM role
WHERE NOT editable AND id NOT IN (SELECT role FROM optional_permission)
    AND (permissions_written OR assignable_written
    OR id IN (SELECT role FROM role_permission) OR id IN (SELECT role FROM assignable))

UNION ALL
SELECT 'optional', role.name, permission.name || ' is none of its optional permissions'
FROM (
    SELECT role, permission FROM role_permission
    EXCEPT SELECT role, permission FROM optional_permission
) AS had JOIN role ON role.id = had.role AND NOT editable
        AND role.id IN (SELECT role FROM optional_permission)
    JOIN permission ON permission.id = had.permission

UNION ALL
SELECT 'permission-level', role.name, permission.name || ' at the level ' || had.level
FROM (
    SELECT role, permission, level FROM role_permission
    WHERE permission IN (SELECT id FROM permission WHERE levels_known)
    EXCEPT
    SELECT role, permission, permission_level.level
    FROM role_permission JOIN permission_level USING (permission)
) AS had JOIN role ON role.id = had.role JOIN permission ON permission.id = had.permission

UNION ALL
SELECT 'permission-scope', role.name, permission.name || ' restricted to ' || had.scope
FROM (
    SELECT role, permission, scope FROM role_permission_scope
    WHERE permission IN (SELECT id FROM permission WHERE scopes_known)
    EXCEPT
    SELECT role, permission, permission_scope.scope
    FROM role_permission_scope JOIN permission_scope USING (permission)
) AS had JOIN role ON role.id = had.role JOIN permission ON permission.id = had.permission

UNION ALL
SELECT 'assignable-roles', name, 'roles to assign without a permission to assign roles'
FROM role
WHERE id IN (SELECT role FROM assignable) AND id NOT IN (
    SELECT role FROM role_permission WHERE permission NOT IN (
        SELECT id FROM permission WHERE assigns_roles = 0))

UNION ALL
SELECT 'assignable-roles', name, 'may assign roles, and nobody ever wrote which'
FROM role
WHERE NOT assignable_written AND id IN (
    SELECT role FROM role_permission WHERE permission IN (
        SELECT id FROM permission WHERE assigns_roles))

UNION ALL
SELECT 'assignable-roles', name, 'a list of roles to assign, but no permissions were written'
FROM role WHERE assignable_written > permissions_written

UNION ALL
SELECT 'assignable-roles', name, 'roles to assign in a list that nobody wrote'
FROM role WHERE NOT assignable_written AND id IN (SELECT role FROM assignable)

UNION ALL
SELECT 'role-order', name, 'no place in the order of roles' FROM role WHERE position IS NULL

UNION ALL
SELECT 'role-order', min(name), 'the same place in the order as ' || max(name)
FROM role WHERE position IS NOT NULL GROUP BY position HAVING count(*) > 1

-- ## People

UNION ALL
SELECT 'users', 'users', total || ' people, and there can be at most ' || value
FROM limit_of JOIN (SELECT count(*) AS total FROM user)
WHERE name = 'users' AND total > value

UNION ALL
SELECT 'user-roles', email, total || ' roles'
FROM (
    SELECT user.id, email, count(role) AS total
    FROM user LEFT JOIN user_role ON user_role.user = user.id GROUP BY user.id
)
WHERE total < (SELECT value FROM limit_of WHERE name = 'min_roles_per_user')
    OR total > (SELECT value FROM limit_of WHERE name = 'max_roles_per_user')

UNION ALL
SELECT 'product', email, 'several roles of the product ' || product
FROM role JOIN user_role ON user_role.role = role.id JOIN user ON user.id = user_role.user
WHERE product IS NOT NULL GROUP BY user.id, product HAVING count(*) > 1

UNION ALL
SELECT 'attribute', email, 'no ' || name
FROM attribute CROSS JOIN user
WHERE owner = 'user' AND required AND (user.id, attribute.id) NOT IN (SELECT user, attribute FROM user_attribute)

UNION ALL
SELECT 'attribute', email, name || ' is not of its type'
FROM user_attribute JOIN attribute ON attribute.id = user_attribute.attribute
    JOIN user ON user.id = user_attribute.user
WHERE (type IN ('text', 'one_of') AND typeof(value) <> 'text')
    OR (type IN ('integer', 'boolean') AND typeof(value) <> 'integer')
    OR (type <> 'boolean' AND boolean) OR (type = 'boolean' AND NOT boolean)

UNION ALL
SELECT 'attribute', email, name || ' is out of its bounds'
FROM user_attribute JOIN attribute ON attribute.id = user_attribute.attribute
    JOIN user ON user.id = user_attribute.user
WHERE (type = 'text' AND (length(value) = 0 OR length(value) > max_length))
    OR (type = 'integer' AND typeof(value) = 'integer' AND (value < min OR value > max))
    OR (type = 'one_of' AND (attribute, value) NOT IN (SELECT attribute, word FROM attribute_word))

-- ## Teams and seats

UNION ALL
SELECT 'teams', 'teams', total || ' teams, and there can be at most ' || value
FROM limit_of JOIN (SELECT count(*) AS total FROM team)
WHERE name = 'teams' AND total > value

UNION ALL
SELECT 'team-name', name, 'no name' FROM team WHERE NOT length(name)

UNION ALL
SELECT 'team-name', team.name, length(team.name) || ' characters, and a name has at most ' || value
FROM team JOIN limit_of ON limit_of.name = 'team_name_length' AND length(team.name) > value

UNION ALL
SELECT 'team-name', name, 'a name with the character `' || character || '`'
FROM team JOIN forbidden_character ON replace(name, character, '') <> name

UNION ALL
SELECT 'team-name', min(name), 'two teams of this name in the same place'
FROM team GROUP BY parent, name HAVING count(*) > 1

UNION ALL
SELECT 'team-tree', name, 'below itself' FROM team WHERE id NOT IN (SELECT team FROM team_level)

UNION ALL
SELECT 'team-tree', team.name, 'a sub-team, and this platform has none'
FROM team JOIN fact ON fact.name = 'teams_nested' AND NOT fact.holds WHERE parent IS NOT NULL

UNION ALL
SELECT 'team-tree', team.name, 'on level ' || level || ', and the tree has at most ' || value
FROM team_level JOIN team ON team.id = team_level.team
    JOIN limit_of ON limit_of.name = 'team_depth' AND level > value

UNION ALL
SELECT 'team-order', name, 'no place in the order of teams' FROM team WHERE position IS NULL

UNION ALL
SELECT 'team-order', min(name), 'the same place in the order as ' || max(name)
FROM team WHERE position IS NOT NULL GROUP BY parent, position HAVING count(*) > 1

UNION ALL
SELECT 'seat', email, 'a member of ' || team.name || ' and not eligible'
FROM seat JOIN user ON user.id = seat.user JOIN team ON team.id = seat.team
    JOIN fact ON fact.name = 'members_need_a_role' AND fact.holds
WHERE kind = 'member' AND user.id NOT IN (
    SELECT user FROM user_role WHERE role IN (SELECT role FROM eligible))

UNION ALL
SELECT 'seat', email, 'both manager and member of ' || team.name
FROM fact CROSS JOIN seat AS manager JOIN seat AS member USING (user, team)
    JOIN user ON user.id = manager.user JOIN team ON team.id = manager.team
WHERE fact.name = 'one_seat' AND fact.holds AND manager.kind = 'manager' AND member.kind = 'member'

UNION ALL
SELECT 'seat', email, 'inactive and a ' || kind || ' of ' || team.name
FROM user JOIN seat ON seat.user = user.id JOIN team ON team.id = seat.team
    JOIN fact ON fact.name = 'inactive_leaves_teams' AND fact.holds
WHERE NOT active

UNION ALL
SELECT 'seat', team.name, 'a manager, and teams have none on this platform'
FROM seat JOIN team ON team.id = seat.team
    JOIN fact ON fact.name = 'teams_managed' AND NOT fact.holds
WHERE kind = 'manager'

UNION ALL
SELECT 'seat', email, 'a member of ' || count(*) || ' teams, and with the role ' || role.name
    || ' of at most ' || teams
FROM holder_limit JOIN role ON role.name = holder_limit.role
    JOIN user_role ON user_role.role = role.id JOIN user ON user.id = user_role.user
    JOIN seat ON seat.user = user.id AND seat.kind = 'member'
GROUP BY user.id, role.id HAVING count(*) > teams

-- ## Attributes of teams

UNION ALL
SELECT 'team-attribute', team.name, 'no ' || attribute.name
FROM attribute CROSS JOIN team
WHERE owner = 'team' AND required
    AND (team.id, attribute.id) NOT IN (SELECT team, attribute FROM team_attribute)

UNION ALL
SELECT 'team-attribute', team.name, attribute.name || ' is not of its type'
FROM team_attribute JOIN attribute ON attribute.id = team_attribute.attribute
    JOIN team ON team.id = team_attribute.team
WHERE (type IN ('text', 'one_of') AND typeof(value) <> 'text')
    OR (type IN ('integer', 'boolean') AND typeof(value) <> 'integer')
    OR (type <> 'boolean' AND boolean) OR (type = 'boolean' AND NOT boolean) OR type = 'member'

UNION ALL
SELECT 'team-attribute', team.name, attribute.name || ' is out of its bounds'
FROM team_attribute JOIN attribute ON attribute.id = team_attribute.attribute
    JOIN team ON team.id = team_attribute.team
WHERE (type = 'text' AND (length(value) = 0 OR length(value) > max_length))
    OR (type = 'integer' AND typeof(value) = 'integer' AND (value < min OR value > max))
    OR (type = 'one_of' AND (attribute, value) NOT IN (SELECT attribute, word FROM attribute_word))

UNION ALL
SELECT 'named-member', team.name, email || ' as ' || attribute.name || ', who is no active member'
FROM named_member AS named JOIN team ON team.id = named.team JOIN user ON user.id = named.user
    JOIN attribute ON attribute.id = named.attribute
WHERE NOT active OR (named.user, named.team) NOT IN (
    SELECT seat.user, seat.team FROM seat WHERE seat.kind = 'member')

UNION ALL
SELECT 'named-member', team.name, attribute.name || ' names no members'
FROM named_member AS named JOIN team ON team.id = named.team
    JOIN attribute ON attribute.id = named.attribute
WHERE owner <> 'team' OR type IS NOT 'member'

-- ## Departments

UNION ALL
SELECT 'departments', 'departments', total || ' departments, and there can be at most ' || value
FROM limit_of JOIN (SELECT count(*) AS total FROM department WHERE NOT standing)
WHERE name = 'departments' AND total > value

UNION ALL
SELECT 'departments', department.name, 'a department, and this platform has none'
FROM department JOIN fact ON fact.name = 'departments' AND NOT fact.holds

UNION ALL
SELECT 'department-name', name, 'no name' FROM department WHERE NOT length(name)

UNION ALL
SELECT 'department-name', department.name,
    length(department.name) || ' characters, and a name has at most ' || value
FROM department JOIN limit_of
    ON limit_of.name = 'department_name_length' AND length(department.name) > value
WHERE NOT standing

UNION ALL
SELECT 'department-name', name, 'a name with the character `' || character || '`'
FROM department JOIN forbidden_in_department ON replace(name, character, '') <> name
WHERE NOT standing

UNION ALL
SELECT 'department-groups', department.name, 'percentages, and this platform has none'
FROM department JOIN fact ON fact.name = 'department_percentages' AND NOT fact.holds
WHERE department.id IN (SELECT department FROM department_group WHERE percentage IS NOT NULL)

UNION ALL
SELECT 'department-groups', department.name, 'percentages that add up to ' || sum(percentage)
FROM department_group JOIN department ON department.id = department_group.department
GROUP BY department.id HAVING sum(percentage) <> 100

UNION ALL
SELECT 'department-groups', department.name, 'percentages of some groups and not of all'
FROM department_group JOIN department ON department.id = department_group.department
GROUP BY department.id HAVING count(percentage) NOT IN (0, count(*))

UNION ALL
SELECT 'department-attribute', department.name, 'no ' || attribute.name
FROM attribute CROSS JOIN department
WHERE owner = 'department' AND required AND NOT standing
    AND (department.id, attribute.id) NOT IN (SELECT department, attribute FROM department_attribute)

UNION ALL
SELECT 'department-attribute', department.name, attribute.name || ' is not of its type'
FROM department_attribute JOIN attribute ON attribute.id = department_attribute.attribute
    JOIN department ON department.id = department_attribute.department
WHERE (type IN ('text', 'one_of') AND typeof(value) <> 'text')
    OR (type IN ('integer', 'boolean') AND typeof(value) <> 'integer')
    OR (type <> 'boolean' AND boolean) OR (type = 'boolean' AND NOT boolean)

UNION ALL
SELECT 'department-attribute', department.name, attribute.name || ' is out of its bounds'
FROM department_attribute JOIN attribute ON attribute.id = department_attribute.attribute
    JOIN department ON department.id = department_attribute.department
WHERE (type = 'text' AND (length(value) = 0 OR length(value) > max_length))
    OR (type = 'integer' AND typeof(value) = 'integer' AND (value < min OR value > max))
    OR (type = 'one_of' AND (attribute, value) NOT IN (SELECT attribute, word FROM attribute_word))

-- ## Nothing dangles. The keys of the tables forbid it too, unless somebody switched them off.

UNION ALL
SELECT 'dangling', email, 'holds a role that is not there'
FROM user_role JOIN user ON user.id = user_role.user WHERE role NOT IN (SELECT id FROM role)

UNION ALL
SELECT 'dangling', 'roles', 'a role is held by somebody who is not there'
FROM user_role WHERE user NOT IN (SELECT id FROM user)

UNION ALL
SELECT 'dangling', name, 'may assign a role that is not there'
FROM assignable JOIN role ON role.id = assignable.role WHERE assigns NOT IN (SELECT id FROM role)

UNION ALL
SELECT 'dangling', name, 'contains a permission that the platform does not have'
FROM role_permission JOIN role ON role.id = role_permission.role
WHERE permission NOT IN (SELECT id FROM permission)

UNION ALL
SELECT 'dangling', name, 'below a team that is not there'
FROM team WHERE parent NOT IN (SELECT id FROM team)

UNION ALL
SELECT 'dangling', email, 'sits in a team that is not there'
FROM seat JOIN user ON user.id = seat.user WHERE team NOT IN (SELECT id FROM team)

UNION ALL
SELECT 'dangling', 'teams', 'a seat is taken by somebody who is not there'
FROM seat WHERE user NOT IN (SELECT id FROM user)

UNION ALL
SELECT 'dangling', email, 'has an attribute that the platform does not have'
FROM user_attribute JOIN user ON user.id = user_attribute.user
WHERE attribute NOT IN (SELECT id FROM attribute)

UNION ALL
SELECT 'dangling', team.name, 'has an attribute that the platform does not have'
FROM team_attribute JOIN team ON team.id = team_attribute.team
WHERE attribute NOT IN (SELECT id FROM attribute)

UNION ALL
SELECT 'dangling', 'teams', 'a team that is not there has an attribute'
FROM (SELECT team FROM team_attribute UNION SELECT team FROM named_member)
WHERE team NOT IN (SELECT id FROM team)

UNION ALL
SELECT 'dangling', 'teams', 'somebody who is not there is named by a team'
FROM named_member WHERE user NOT IN (SELECT id FROM user)

UNION ALL
SELECT 'dangling', department.name, 'refers to a team that is not there'
FROM department_group JOIN department ON department.id = department_group.department
WHERE team NOT IN (SELECT id FROM team)

UNION ALL
SELECT 'dangling', 'departments', 'something belongs to a department that is not there'
FROM (SELECT department FROM department_group UNION SELECT department FROM department_attribute)
WHERE department NOT IN (SELECT id FROM department);
