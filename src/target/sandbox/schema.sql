-- The tables of the sandbox: first what the platform file says, then what is administered.
--
-- What is unknown of the platform is NULL, and a comparison with NULL forbids nothing. The rules
-- stand in three further files: rules.sql (what may never be done), settle.sql (what must hold when
-- a step is done) and violation.sql (all of it once more, over the whole database).

-- ## What this database is. It is opened only where all three are as they were.

CREATE TABLE about (
    schema BLOB NOT NULL,    -- fingerprint of these SQL files
    platform TEXT NOT NULL,  -- short name of the platform
    edition BLOB NOT NULL    -- fingerprint of the platform file
) STRICT;

-- ## What the platform file says

-- Numbers that are counted against.
CREATE TABLE limit_of (
    name TEXT PRIMARY KEY,
    value INTEGER            -- NULL: unknown
) STRICT, WITHOUT ROWID;

-- Facts that are so (1), are not so (0), or of which nothing is known (NULL).
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    holds INTEGER CHECK (holds IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE permission (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    levels_known INTEGER NOT NULL CHECK (levels_known IN (0, 1)),
    scopes_known INTEGER NOT NULL CHECK (scopes_known IN (0, 1)),
    assigns_roles INTEGER CHECK (assigns_roles IN (0, 1))
) STRICT;

-- The levels at which a permission can be granted, where they are known.
CREATE TABLE permission_level (
    permission INTEGER NOT NULL REFERENCES permission,
    level TEXT NOT NULL CHECK (level IN ('view', 'edit', 'granted')),
    PRIMARY KEY (permission, level)
) STRICT, WITHOUT ROWID;

-- The scopes to which a permission can be restricted, where they are known.
CREATE TABLE permission_scope (
    permission INTEGER NOT NULL REFERENCES permission,
    scope TEXT NOT NULL,
    PRIMARY KEY (permission, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL CHECK (owner IN ('user', 'team', 'department')),  -- what has it
    name TEXT NOT NULL,
    type TEXT CHECK (type IN ('text', 'integer', 'boolean', 'one_of', 'member')),
    min INTEGER,
    max INTEGER,
    max_length INTEGER,
    required INTEGER CHECK (required IN (0, 1)),
    clearable INTEGER CHECK (clearable IN (0, 1)),
    UNIQUE (owner, name)
) STRICT;

-- The words that an attribute of the type one_of can have.
CREATE TABLE attribute_word (
    attribute INTEGER NOT NULL REFERENCES attribute,
    word TEXT NOT NULL,
    PRIMARY KEY (attribute, word)
) STRICT, WITHOUT ROWID;

-- What makes a person eligible as a member of teams: a role of this name,
CREATE TABLE eligible_role (
    name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- or any role that contains this permission.
CREATE TABLE eligible_permission (
    permission INTEGER PRIMARY KEY REFERENCES permission
) STRICT;

-- The most teams that a holder of the role of this name is a member of.
CREATE TABLE holder_limit (
    role TEXT PRIMARY KEY,
    teams INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE forbidden_character (
    character TEXT PRIMARY KEY CHECK (length(character) = 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE forbidden_in_department (
    character TEXT PRIMARY KEY CHECK (length(character) = 1)
) STRICT, WITHOUT ROWID;

-- ## Roles. The built-in ones come from the platform file, the custom ones from steps.

CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    built_in INTEGER NOT NULL CHECK (built_in IN (0, 1)),
    editable INTEGER NOT NULL CHECK (editable IN (0, 1)),
    assignable INTEGER CHECK (assignable IN (0, 1)),
    product TEXT,
    -- Whether nobody can change who holds it.
    fixes_holders INTEGER NOT NULL DEFAULT 0 CHECK (fixes_holders IN (0, 1)),
    label TEXT,
    color TEXT,
    permissions_written INTEGER NOT NULL CHECK (permissions_written IN (0, 1)),
    -- Tells a list of assignable roles that is empty from one that nobody ever wrote.
    assignable_written INTEGER NOT NULL CHECK (assignable_written IN (0, 1)),
    -- Place in the order; NULL only while the order is being written.
    position INTEGER
) STRICT;

-- What a built-in role is documented to contain. It counts until somebody writes the whole.
CREATE TABLE documented_permission (
    role INTEGER NOT NULL REFERENCES role,
    permission INTEGER NOT NULL REFERENCES permission,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

-- What can be switched on for a built-in role that can't be edited otherwise.
CREATE TABLE optional_permission (
    role INTEGER NOT NULL REFERENCES role,
    permission INTEGER NOT NULL REFERENCES permission,
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permission (
    role INTEGER NOT NULL REFERENCES role ON DELETE CASCADE,
    permission INTEGER NOT NULL REFERENCES permission,
    level TEXT NOT NULL CHECK (level IN ('view', 'edit', 'granted')),
    PRIMARY KEY (role, permission)
) STRICT, WITHOUT ROWID;

-- What a grant is restricted to.
CREATE TABLE role_permission_scope (
    role INTEGER NOT NULL,
    permission INTEGER NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (role, permission, scope),
    FOREIGN KEY (role, permission) REFERENCES role_permission ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- The roles that holders of a role may give to others.
CREATE TABLE assignable (
    role INTEGER NOT NULL REFERENCES role ON DELETE CASCADE,
    assigns INTEGER NOT NULL REFERENCES role,
    PRIMARY KEY (role, assigns)
) STRICT, WITHOUT ROWID;

-- ## Teams

CREATE TABLE team (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES team CHECK (parent <> id),  -- NULL at the top
    name TEXT NOT NULL,
    position INTEGER,  -- place among its siblings; NULL only while the order is being written
    UNIQUE (parent, name)
) STRICT;

-- ## People

CREATE TABLE user (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    invited TEXT  -- since when, of somebody who hasn't accepted yet
) STRICT;

-- An attribute without a value has no row.
CREATE TABLE user_attribute (
    user INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    attribute INTEGER NOT NULL REFERENCES attribute,
    value ANY NOT NULL,
    boolean INTEGER NOT NULL CHECK (boolean IN (0, 1)),
    PRIMARY KEY (user, attribute),
    CHECK (typeof(value) = 'integer' OR (typeof(value) = 'text' AND boolean = 0)),
    CHECK (boolean = 0 OR value IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE user_role (
    user INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    role INTEGER NOT NULL REFERENCES role,
    PRIMARY KEY (user, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE seat (
    user INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
    team INTEGER NOT NULL REFERENCES team,
    kind TEXT NOT NULL CHECK (kind IN ('manager', 'member')),
    PRIMARY KEY (user, team, kind)
) STRICT, WITHOUT ROWID;

-- An attribute without a value has no row.
CREATE TABLE team_attribute (
    team INTEGER NOT NULL REFERENCES team ON DELETE CASCADE,
    attribute INTEGER NOT NULL REFERENCES attribute,
    value ANY NOT NULL,
    boolean INTEGER NOT NULL CHECK (boolean IN (0, 1)),
    PRIMARY KEY (team, attribute),
    CHECK (typeof(value) = 'integer' OR (typeof(value) = 'text' AND boolean = 0)),
    CHECK (boolean = 0 OR value IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Whom an attribute of the type member names: somebody with a member's seat in the team.
CREATE TABLE named_member (
    team INTEGER NOT NULL,
    attribute INTEGER NOT NULL REFERENCES attribute,
    user INTEGER NOT NULL,
    kind TEXT NOT NULL DEFAULT 'member' CHECK (kind = 'member'),
    PRIMARY KEY (team, attribute),
    FOREIGN KEY (user, team, kind) REFERENCES seat (user, team, kind)
) STRICT, WITHOUT ROWID;

-- A team's full path, and how many levels it makes.
CREATE VIEW team_path (id, path, level) AS
WITH RECURSIVE walk (id, path, level) AS (
    SELECT id, name, 1 FROM team WHERE parent IS NULL
    UNION ALL
    SELECT team.id, walk.path || ':' || team.name, walk.level + 1
    FROM team JOIN walk ON team.parent = walk.id
)
SELECT id, path, level FROM walk;

-- ## Departments. The default one comes from the platform file.

CREATE TABLE department (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    standing INTEGER NOT NULL CHECK (standing IN (0, 1))  -- 1: the one that every instance has
) STRICT;

-- An attribute without a value has no row.
CREATE TABLE department_attribute (
    department INTEGER NOT NULL REFERENCES department ON DELETE CASCADE,
    attribute INTEGER NOT NULL REFERENCES attribute,
    value ANY NOT NULL,
    boolean INTEGER NOT NULL CHECK (boolean IN (0, 1)),
    PRIMARY KEY (department, attribute),
    CHECK (typeof(value) = 'integer' OR (typeof(value) = 'text' AND boolean = 0)),
    CHECK (boolean = 0 OR value IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The teams that conversations go to.
CREATE TABLE department_group (
    department INTEGER NOT NULL REFERENCES department ON DELETE CASCADE,
    team INTEGER NOT NULL REFERENCES team,
    percentage INTEGER CHECK (percentage BETWEEN 0 AND 100),
    PRIMARY KEY (department, team)
) STRICT, WITHOUT ROWID;
