-- What must hold when a step is done, of the department that the step touched. See settle_roles.sql.

CREATE VIEW settled_department (id) AS SELECT id FROM department;

-- Limit: departments in one instance, without the default one.
CREATE TRIGGER settle_department_count INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'there is no room for `' || (SELECT name FROM department WHERE id = NEW.id)
        || '`: there can be at most ' || value || ' departments')
    FROM limit_of
    WHERE name = 'departments' AND value < (SELECT count(*) FROM department WHERE standing = 0);
END;

-- A department has a name, within the longest, in code points, but for the default one,
CREATE TRIGGER settle_department_name INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'a department needs a name') FROM department WHERE id = NEW.id AND name = '';
    SELECT RAISE(ABORT, 'the name of the department `' || department.name || '` is longer than '
        || longest.value || ' characters')
    FROM department JOIN limit_of AS longest ON longest.name = 'department_name_length'
    WHERE department.id = NEW.id AND standing = 0 AND length(department.name) > longest.value;
END;

-- with none of the forbidden characters.
CREATE TRIGGER settle_department_characters INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'the name of the department `' || department.name || '` cannot contain `'
        || character || '`')
    FROM department JOIN forbidden_in_department ON instr(department.name, character) > 0
    WHERE department.id = NEW.id AND standing = 0;
END;

-- Its groups have shares only where the platform has them,
CREATE TRIGGER settle_department_shares INSTEAD OF INSERT ON settled_department
WHEN (SELECT holds FROM fact WHERE name = 'department_percentages') = 0
BEGIN
    SELECT RAISE(ABORT, 'groups of the department `' || department.name
        || '` have percentages, and this platform has none')
    FROM department WHERE id = NEW.id AND EXISTS (
        SELECT 1 FROM department_group WHERE department = NEW.id AND percentage IS NOT NULL);
END;

-- all of them or none, and 100 together.
CREATE TRIGGER settle_department_whole INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'the percentages of the department `' || department.name || '` add up to '
        || given || iif(shares < groups, ', and some groups have none', ''))
    FROM department JOIN (
        SELECT count(*) AS groups, count(percentage) AS shares, sum(percentage) AS given
        FROM department_group WHERE department = NEW.id
    )
    WHERE department.id = NEW.id AND shares > 0 AND (shares < groups OR given <> 100);
END;

-- A department has the attributes that are required.
CREATE TRIGGER settle_department_required INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'the department `' || (SELECT name FROM department WHERE id = NEW.id)
        || '` cannot be without the attribute `' || name || '`')
    FROM attribute
    WHERE required = 1 AND owner = 'department' AND NOT EXISTS (
        SELECT 1 FROM department_attribute AS given
        WHERE given.department = NEW.id AND given.attribute = attribute.id);
END;

-- Attributes of departments have values of their type, within their bounds.
CREATE TRIGGER settle_department_attribute INSTEAD OF INSERT ON settled_department
BEGIN
    SELECT RAISE(ABORT, 'the attribute `' || attribute.name || '` of the department `'
        || (SELECT name FROM department WHERE id = NEW.id) || '` cannot be `'
        || iif(given.boolean, iif(given.value, 'true', 'false'), given.value) || '`: it is '
        || CASE attribute.type
            WHEN 'text' THEN 'text that is not empty'
                || ifnull(', of at most ' || attribute.max_length || ' characters', '')
            WHEN 'integer' THEN 'a whole number' || ifnull(' from ' || attribute.min, '')
                || ifnull(' up to ' || attribute.max, '')
            WHEN 'boolean' THEN 'true or false'
            ELSE 'one of ' || (SELECT group_concat(word, ', ') FROM attribute_word
                               WHERE attribute_word.attribute = attribute.id) END)
    FROM department_attribute AS given JOIN attribute ON attribute.id = given.attribute
    WHERE given.department = NEW.id AND NOT CASE attribute.type
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
