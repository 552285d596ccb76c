//! Departments.

use super::{Diff, changed, changed_attributes};
use crate::core::{Department, DepartmentName, Key, Kind};
use crate::plan::{Action, Resource, Step};

impl Diff<'_> {
    pub(super) fn departments(&mut self) {
        let (desired, live) = (self.desired, self.live);
        for (name, wanted) in &desired.state.departments {
            match live.departments.get(name) {
                Some(department) => self.changed_department(name, wanted, department),
                // The default one is always there, even if nothing is known of it.
                None if self.platform.is_default_department(name) => {
                    self.changed_department(name, wanted, &Department::default());
                }
                None => {
                    let after = Some(Resource::Department(wanted.clone()));
                    let key = Key::Department(name.clone());
                    self.push(Step { action: Action::Create, after, ..Step::about(key) }, &[]);
                }
            }
        }
        for (name, department) in &live.departments {
            self.unlisted_department(name, department);
        }
    }

    fn changed_department(
        &mut self,
        name: &DepartmentName,
        wanted: &Department,
        live: &Department,
    ) {
        let (mut before, mut after) = (Department::default(), Department::default());
        let (was, is) = (&mut before.attributes, &mut after.attributes);
        let mut fields = changed_attributes(&wanted.attributes, &live.attributes, was, is);
        if changed(&wanted.groups, &live.groups, &mut before.groups, &mut after.groups) {
            fields.push("groups");
        }
        if !fields.is_empty() {
            let step = Step {
                before: Some(Resource::Department(before)),
                after: Some(Resource::Department(after)),
                ..Step::about(Key::Department(name.clone()))
            };
            self.push(step, &fields);
        }
    }

    fn unlisted_department(&mut self, name: &DepartmentName, department: &Department) {
        let listed = self.desired.state.departments.contains_key(name);
        if listed || self.platform.is_default_department(name) {
            return;
        }
        let key = Key::Department(name.clone());
        if self.desired.manage.is_all(Kind::Department) {
            let before = Resource::Department(department.clone());
            let step = self.unlisted(key, Action::Delete, before);
            self.push(step, &[]);
        } else {
            self.unmanaged.push(key);
        }
    }
}
