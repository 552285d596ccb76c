-- What may never be done, whatever comes after it in the same step: one trigger for each rule. They
-- are made after the bulk of the data, which the view `violation` judges instead.

-- Law 2: sibling names never collide, also at the top, where the parent is NULL.
CREATE UNIQUE INDEX team_at_the_top ON team (name) WHERE parent IS NULL;
CREATE INDEX team_order ON team (parent, position);
CREATE INDEX role_holder ON user_role (role, user);
CREATE INDEX team_seat ON seat (team, kind, user);
CREATE INDEX group_of ON department_group (team, department);
CREATE INDEX named_by ON named_member (user, team);
CREATE INDEX assigned_by ON assignable (assigns, role);

-- ## Roles

-- Custom roles exist only where the platform has them.
CREATE TRIGGER role_made BEFORE INSERT ON role
WHEN NEW.built_in = 0 AND (SELECT holds FROM fact WHERE name = 'custom_roles') = 0
BEGIN
    SELECT RAISE(ABORT, 'this platform has no custom roles, so `' || NEW.name
        || '` cannot be made');
END;

-- Built-in roles keep their names.
CREATE TRIGGER role_renamed BEFORE UPDATE OF name ON role
WHEN OLD.built_in = 1
BEGIN
    SELECT RAISE(ABORT, 'the role `' || OLD.name || '` is built in and cannot be renamed');
END;

-- Fixed built-in roles are never edited.
CREATE TRIGGER role_edited
BEFORE UPDATE OF label, color, permissions_written, assignable_written ON role
WHEN OLD.editable = 0 AND NOT EXISTS (SELECT 1 FROM optional_permission WHERE role = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'the role `' || OLD.name || '` is built in and cannot be edited');
END;

-- Built-in roles are never deleted. Law 2: nobody holds, and no role assigns, one that is gone.
CREATE TRIGGER role_deleted BEFORE DELETE ON role
BEGIN
    SELECT RAISE(ABORT, 'the role `' || OLD.name || '` is built in and cannot be deleted')
    WHERE OLD.built_in = 1;
    SELECT RAISE(ABORT, 'the role `' || OLD.name || '` cannot be deleted: `' || first || '`'
        || iif(total > 1, ' and ' || (total - 1) || ' more still hold it', ' still holds it'))
    FROM (
        SELECT min(user.email) AS first, count(*) AS total
        FROM user_role JOIN user ON user.id = user_role.user WHERE user_role.role = OLD.id
    )
    WHERE total > 0;
    SELECT RAISE(ABORT, 'the role `' || OLD.name || '` cannot be deleted: holders of `'
        || first || '` may still assign it')
    FROM (
        SELECT min(role.name) AS first FROM assignable JOIN role ON role.id = assignable.role
        WHERE assignable.assigns = OLD.id AND role.id <> OLD.id
    )
    WHERE first IS NOT NULL;
END;

-- The order names each role once.
CREATE TRIGGER role_ordered_twice BEFORE UPDATE OF position ON role
WHEN OLD.position IS NOT NULL AND NEW.position IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'the order of roles names `' || OLD.name || '` twice');
END;

-- ## People

-- People are not made here where another system owns them.
CREATE TRIGGER user_made BEFORE INSERT ON user
WHEN (SELECT holds FROM fact WHERE name = 'users_created_elsewhere') = 1
BEGIN
    SELECT RAISE(ABORT, 'people are created elsewhere, so `' || NEW.email
        || '` cannot be made here');
END;

-- Limit: people in one instance.
CREATE TRIGGER user_too_many BEFORE INSERT ON user
WHEN EXISTS (
    SELECT 1 FROM limit_of
    WHERE name = 'users' AND value IS NOT NULL AND value <= (SELECT count(*) FROM user)
)
BEGIN
    SELECT RAISE(ABORT, 'there is no room for `' || NEW.email || '`: there can be at most '
        || (SELECT value FROM limit_of WHERE name = 'users') || ' people');
END;

-- An address stays where the platform cannot change it.
CREATE TRIGGER user_renamed BEFORE UPDATE OF email ON user
WHEN (SELECT holds FROM fact WHERE name = 'users_renamed') = 0
BEGIN
    SELECT RAISE(ABORT, 'the address of `' || OLD.email || '` cannot be changed on this platform');
END;

-- A status stays where the platform cannot change it.
CREATE TRIGGER user_switched BEFORE UPDATE OF active ON user
WHEN OLD.active <> NEW.active AND (SELECT holds FROM fact WHERE name = 'users_deactivated') = 0
BEGIN
    SELECT RAISE(ABORT, 'people cannot be deactivated or reactivated on this platform, and so '
        || 'neither can `' || OLD.email || '`');
END;

-- People stay where the platform cannot delete them.
CREATE TRIGGER user_kept BEFORE DELETE ON user
WHEN (SELECT holds FROM fact WHERE name = 'users_deleted') = 0
BEGIN
    SELECT RAISE(ABORT, 'people cannot be deleted on this platform, and so neither can `'
        || OLD.email || '`');
END;

-- Who holds a role that fixes its holders is changed by nobody: not the row,
CREATE VIEW fixed_person (id, role) AS
SELECT user_role.user, role.name FROM user_role JOIN role ON role.id = user_role.role
WHERE role.fixes_holders = 1;

CREATE TRIGGER fixed_row BEFORE UPDATE ON user
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, '`' || OLD.email || '` holds `' || role || '`, and nobody can change who does')
    FROM fixed_person WHERE id = OLD.id;
END;

CREATE TRIGGER fixed_deleted BEFORE DELETE ON user
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, '`' || OLD.email || '` holds `' || role || '`, and nobody can change who does')
    FROM fixed_person WHERE id = OLD.id;
END;

-- nor the roles,
CREATE TRIGGER fixed_role_given BEFORE INSERT ON user_role
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = NEW.user)
BEGIN
    SELECT RAISE(ABORT, 'the roles of a holder of `' || role || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = NEW.user;
END;

CREATE TRIGGER fixed_role_taken BEFORE DELETE ON user_role
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = OLD.user)
BEGIN
    SELECT RAISE(ABORT, 'the roles of a holder of `' || role || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = OLD.user;
END;

-- nor an attribute,
CREATE TRIGGER fixed_attribute BEFORE INSERT ON user_attribute
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = NEW.user)
BEGIN
    SELECT RAISE(ABORT, 'what is recorded of a holder of `' || role
        || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = NEW.user;
END;

CREATE TRIGGER fixed_attribute_cleared BEFORE DELETE ON user_attribute
WHEN EXISTS (SELECT 1 FROM fixed_person WHERE id = OLD.user)
BEGIN
    SELECT RAISE(ABORT, 'what is recorded of a holder of `' || role
        || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = OLD.user;
END;

-- nor a membership.
CREATE TRIGGER fixed_seat BEFORE INSERT ON seat
WHEN NEW.kind = 'member' AND EXISTS (SELECT 1 FROM fixed_person WHERE id = NEW.user)
BEGIN
    SELECT RAISE(ABORT, 'the teams of a holder of `' || role || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = NEW.user;
END;

CREATE TRIGGER fixed_seat_left BEFORE DELETE ON seat
WHEN OLD.kind = 'member' AND EXISTS (SELECT 1 FROM fixed_person WHERE id = OLD.user)
BEGIN
    SELECT RAISE(ABORT, 'the teams of a holder of `' || role || '` cannot be changed by anybody')
    FROM fixed_person WHERE id = OLD.user;
END;

-- Law 2: nobody manages a team without being there.
CREATE TRIGGER user_deleted BEFORE DELETE ON user
WHEN EXISTS (SELECT 1 FROM seat WHERE user = OLD.id AND kind = 'manager')
BEGIN
    SELECT RAISE(ABORT, '`' || OLD.email || '` cannot be deleted: they still manage `'
        || (SELECT min(path) FROM seat JOIN team_path ON team_path.id = seat.team
            WHERE seat.user = OLD.id AND seat.kind = 'manager') || '`');
END;

-- Law 2: nobody is named by a team without being there.
CREATE TRIGGER user_named_deleted BEFORE DELETE ON user
WHEN EXISTS (SELECT 1 FROM named_member WHERE user = OLD.id)
BEGIN
    SELECT RAISE(ABORT, '`' || OLD.email || '` cannot be deleted: they are still the `'
        || attribute.name || '` of `' || team_path.path || '`')
    FROM named_member JOIN attribute ON attribute.id = named_member.attribute
        JOIN team_path ON team_path.id = named_member.team
    WHERE named_member.user = OLD.id;
END;

-- Roles that belong to whoever rents the platform are never given,
CREATE TRIGGER role_given BEFORE INSERT ON user_role
WHEN (SELECT assignable FROM role WHERE id = NEW.role) = 0
BEGIN
    SELECT RAISE(ABORT, 'the role `' || (SELECT name FROM role WHERE id = NEW.role)
        || '` cannot be given to anybody');
END;

-- nor taken, also not by deleting who holds them.
CREATE TRIGGER role_taken BEFORE DELETE ON user_role
WHEN (SELECT assignable FROM role WHERE id = OLD.role) = 0
BEGIN
    SELECT RAISE(ABORT, 'the role `' || (SELECT name FROM role WHERE id = OLD.role)
        || '` cannot be taken from anybody');
END;

-- What cannot be cleared keeps a value once it has one; it goes only with the person.
CREATE TRIGGER attribute_cleared BEFORE DELETE ON user_attribute
WHEN (SELECT clearable FROM attribute WHERE id = OLD.attribute) = 0
    AND EXISTS (SELECT 1 FROM user WHERE id = OLD.user)
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || (SELECT name FROM attribute WHERE id = OLD.attribute)
        || '` of `' || (SELECT email FROM user WHERE id = OLD.user) || '` cannot be cleared');
END;

-- ## Teams

-- Law 2: the team tree never loops.
CREATE TRIGGER team_moved BEFORE UPDATE OF parent ON team
WHEN NEW.id IN (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.parent
        UNION
        SELECT team.parent FROM team JOIN above ON team.id = above.id
    )
    SELECT id FROM above WHERE id IS NOT NULL
)
BEGIN
    SELECT RAISE(ABORT, 'the team `' || OLD.name || '` cannot be moved below itself');
END;

-- Law 2: no team has a parent, and nobody is a member of a team, that is not there. Who manages it
-- is a part of the team, and goes with it.
CREATE TRIGGER team_deleted BEFORE DELETE ON team
BEGIN
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = OLD.id)
        || '` cannot be deleted: it still has the sub-team `' || first || '`')
    FROM (SELECT min(name) AS first FROM team WHERE parent = OLD.id) WHERE first IS NOT NULL;
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = OLD.id)
        || '` cannot be deleted: `' || first || '` is still a member of it')
    FROM (
        SELECT min(user.email) AS first FROM seat JOIN user ON user.id = seat.user
        WHERE seat.team = OLD.id AND seat.kind = 'member'
    )
    WHERE first IS NOT NULL;
    SELECT RAISE(ABORT, 'the team `' || (SELECT path FROM team_path WHERE id = OLD.id)
        || '` cannot be deleted: the department `' || first || '` refers to it')
    FROM (
        SELECT min(department.name) AS first FROM department_group
            JOIN department ON department.id = department_group.department
        WHERE department_group.team = OLD.id
    )
    WHERE first IS NOT NULL;
    DELETE FROM seat WHERE team = OLD.id AND kind = 'manager';
END;

-- The order names each team once. A team that moves gets its place in another list.
CREATE TRIGGER team_ordered_twice BEFORE UPDATE OF position ON team
WHEN OLD.position IS NOT NULL AND NEW.position IS NOT NULL AND OLD.parent IS NEW.parent
BEGIN
    SELECT RAISE(ABORT, 'the order of teams names `' || OLD.name || '` twice');
END;

-- ## Seats

-- Teams have managers only where the platform has them.
CREATE TRIGGER seat_of_manager BEFORE INSERT ON seat
WHEN NEW.kind = 'manager' AND (SELECT holds FROM fact WHERE name = 'teams_managed') = 0
BEGIN
    SELECT RAISE(ABORT, 'teams have no managers on this platform');
END;

-- Nobody is both manager and member of the same team.
CREATE TRIGGER seat_second BEFORE INSERT ON seat
WHEN (SELECT holds FROM fact WHERE name = 'one_seat') = 1
    AND EXISTS (SELECT 1 FROM seat
                WHERE user = NEW.user AND team = NEW.team AND kind <> NEW.kind)
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.user) || '` cannot become a '
        || NEW.kind || ' of `' || (SELECT path FROM team_path WHERE id = NEW.team)
        || '`: nobody is both manager and member of a team');
END;

-- Who is inactive manages nothing. (A member's row is judged when it is settled.)
CREATE TRIGGER seat_of_inactive BEFORE INSERT ON seat
WHEN NEW.kind = 'manager'
    AND (SELECT active FROM user WHERE id = NEW.user) = 0
    AND (SELECT holds FROM fact WHERE name = 'inactive_leaves_teams') = 1
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.user)
        || '` is inactive and cannot manage a team');
END;

-- ## Attributes of teams

-- What cannot be cleared keeps a value once it has one; it goes only with the team.
CREATE TRIGGER team_attribute_cleared BEFORE DELETE ON team_attribute
WHEN (SELECT clearable FROM attribute WHERE id = OLD.attribute) = 0
    AND EXISTS (SELECT 1 FROM team WHERE id = OLD.team)
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || (SELECT name FROM attribute WHERE id = OLD.attribute)
        || '` of the team `' || (SELECT path FROM team_path WHERE id = OLD.team)
        || '` cannot be cleared');
END;

-- Whom a team names is an active member of it,
CREATE TRIGGER member_named BEFORE INSERT ON named_member
WHEN NOT EXISTS (SELECT 1 FROM seat JOIN user ON user.id = seat.user
                 WHERE seat.user = NEW.user AND seat.team = NEW.team AND seat.kind = 'member'
                     AND user.active = 1)
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = NEW.user) || '` cannot be the `'
        || (SELECT name FROM attribute WHERE id = NEW.attribute) || '` of `'
        || (SELECT path FROM team_path WHERE id = NEW.team) || '`: they are no active member');
END;

-- and stays in it as long as it does.
CREATE TRIGGER named_member_leaves BEFORE DELETE ON seat
WHEN EXISTS (SELECT 1 FROM named_member
             WHERE user = OLD.user AND team = OLD.team AND kind = OLD.kind)
BEGIN
    SELECT RAISE(ABORT, '`' || (SELECT email FROM user WHERE id = OLD.user) || '` cannot leave `'
        || (SELECT path FROM team_path WHERE id = OLD.team) || '`: they are its `'
        || (SELECT name FROM attribute WHERE id = attribute) || '`')
    FROM named_member WHERE user = OLD.user AND team = OLD.team;
END;

-- ## Departments

-- There are departments only where the platform has them.
CREATE TRIGGER department_made BEFORE INSERT ON department
WHEN (SELECT holds FROM fact WHERE name = 'departments') = 0
BEGIN
    SELECT RAISE(ABORT, 'this platform has no departments, so `' || NEW.name
        || '` cannot be made');
END;

-- The default one keeps its name,
CREATE TRIGGER department_renamed BEFORE UPDATE OF name ON department
WHEN OLD.standing = 1
BEGIN
    SELECT RAISE(ABORT, 'the department `' || OLD.name || '` is the default one and cannot be renamed');
END;

-- and stays.
CREATE TRIGGER department_deleted BEFORE DELETE ON department
WHEN OLD.standing = 1
BEGIN
    SELECT RAISE(ABORT, 'the department `' || OLD.name || '` is the default one and cannot be deleted');
END;

-- What cannot be cleared keeps a value once it has one; it goes only with the department.
CREATE TRIGGER department_attribute_cleared BEFORE DELETE ON department_attribute
WHEN (SELECT clearable FROM attribute WHERE id = OLD.attribute) = 0
    AND EXISTS (SELECT 1 FROM department WHERE id = OLD.department)
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || (SELECT name FROM attribute WHERE id = OLD.attribute)
        || '` of the department `' || (SELECT name FROM department WHERE id = OLD.department)
        || '` cannot be cleared');
END;
