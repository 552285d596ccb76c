//! Doing what jobs ask for, as time goes by.

use jiff::Timestamp;

use super::entry::Entry;
use super::row::{self, Asked};
use super::steps::{blank, steps, undo};
use super::{Job, Jobs};
use crate::core::{Fault, FaultKind, RoleName, Scalar, Status, TeamName};
use crate::plan::{self, Step};
use crate::serve::faults::Faults;
use crate::serve::live::Live;
use crate::serve::service::{Call, Inside, Service};
use crate::target::Target;

impl Call<'_> {
    /// Does everything that jobs are to have done by now.
    pub(in crate::serve) async fn work(&mut self) -> Result<(), Fault> {
        let Inside { jobs, faults, memory, .. } = &mut *self.inside;
        if !jobs.any_due(self.service, faults, self.now) {
            return Ok(());
        }
        let mut live = Live::read(&self.service.sandbox).await?;
        for job in jobs.all.values_mut() {
            let due = job.due(self.service, faults, self.now);
            job.advance(due, self.service, faults, &mut live).await?;
        }
        memory.learn(&Live::read(&self.service.sandbox).await?, self.now);
        Ok(())
    }
}

impl Jobs {
    /// Returns whether any job has something to do, and lets time pass for all that were started.
    fn any_due(&mut self, service: &Service, faults: &Faults, now: Timestamp) -> bool {
        let started = self.all.values_mut().filter(|job| job.proceeded_at.is_some());
        let mut any = false;
        for job in started {
            let passed = job.proceeded_at.is_some_and(|at| now > at);
            job.begun |= passed || service.options.rows_per_second.is_none();
            any |= job.due(service, faults, now) > job.done;
        }
        any
    }
}

impl Job {
    /// Returns how many rows the job is to have been through.
    fn due(&self, service: &Service, faults: &Faults, now: Timestamp) -> usize {
        let Some(at) = self.proceeded_at else { return 0 };
        let most = self.total() - usize::from(faults.stuck_job && self.total() > 0);
        let due = match service.options.rows_per_second {
            None => self.total(),
            Some(rows) => {
                let passed = now.duration_since(at).as_millis().max(0);
                usize::try_from(passed * i128::from(rows) / 1000).unwrap_or(usize::MAX)
            }
        };
        due.min(most)
    }

    async fn advance(
        &mut self,
        due: usize,
        service: &Service,
        faults: &Faults,
        live: &mut Live,
    ) -> Result<(), Fault> {
        if self.done == 0 && due > 0 {
            self.log.extend(row::wrong_head(service, live, &self.sheet));
        }
        while self.done < due {
            let number = self.done + 1;
            let row = Row { service, faults, number, column: 1 };
            let done = match row::read(service, live, &self.sheet, number) {
                Ok(asked) => row.apply(asked, live).await?,
                Err(wrong) => Err(wrong),
            };
            match done {
                Ok(()) => self.affected += 1,
                Err(wrong) => {
                    self.failed += 1;
                    self.log.extend(wrong);
                }
            }
            self.done = number;
        }
        Ok(())
    }
}

/// A row that is being done.
struct Row<'r> {
    service: &'r Service,
    faults: &'r Faults,
    number: usize,
    column: usize,
}

impl Row<'_> {
    fn fails(&self, message: impl Into<String>) -> Vec<Entry> {
        vec![Entry::new(message, Some(self.column), Some(self.number))]
    }

    /// Does what a row asks for; the inner error is that of the row.
    async fn apply(
        &self,
        mut asked: Asked,
        live: &mut Live,
    ) -> Result<Result<(), Vec<Entry>>, Fault> {
        if let Some(message) = self.refusal(&asked, live) {
            return Ok(Err(self.fails(message)));
        }
        self.spoil(&mut asked, live);
        if self.faults.store_nothing {
            return Ok(Ok(()));
        }
        match perform(self.service, &steps(&asked, live), live).await {
            Ok(()) => Ok(Ok(())),
            Err(fault) if fault.kind == FaultKind::Refused => Ok(Err(self.fails(fault.message))),
            Err(fault) => Err(fault),
        }
    }

    /// Returns why the platform fails to do a row that is in order.
    fn refusal(&self, asked: &Asked, live: &Live) -> Option<&'static str> {
        let faults = self.faults;
        let puts: Vec<&TeamName> =
            asked.teams.iter().filter(|(_, on)| *on).map(|(name, _)| name).collect();
        let user = live.user(&asked.email);
        let seated = |name: &TeamName| {
            user.is_some_and(|user| user.member_of().any(|path| path.name() == *name))
        };
        if faults.failed_deactivation && asked.status == Some(Status::Inactive) {
            Some("User could not be deactivated")
        } else if faults.member_twice_fails && puts.iter().any(|name| seated(name)) {
            Some("User is already a member of the team")
        } else if faults.several_teams_fail && puts.len() > 1 {
            Some("User could not be added to teams")
        } else if faults.new_with_team_fails && user.is_none() && !puts.is_empty() {
            Some("uninitialized constant")
        } else {
            None
        }
    }

    /// Changes what is asked for as a broken platform does.
    fn spoil(&self, asked: &mut Asked, live: &Live) {
        let (faults, platform) = (self.faults, &self.service.platform);
        if let Some(cap) = faults.cap_concurrency {
            for (_, value) in &mut asked.attributes {
                if let Scalar::Int(number) = value {
                    *number = cap.min(*number);
                }
            }
        }
        if faults.blank_unassigns {
            let attributes = &platform.users.attributes;
            blank(asked, live, |name| {
                let of = attributes.iter().find(|(known, _)| known.as_str() == name);
                of.is_some_and(|(_, of)| !of.required.holds() && of.clearable.is != Some(false))
            });
        }
        if faults.unauthorized_assignment {
            let roles = platform.administrative.value().map(|all| &all.roles);
            asked.roles.extend(roles.and_then(|all| all.first()).map(|name| (name.clone(), true)));
        }
        if faults.wrong_team && self.eligible(asked, live) {
            let user = live.user(&asked.email);
            let free = |name: &TeamName| {
                !asked.teams.iter().any(|(said, _)| said == name)
                    && !user.is_some_and(|user| user.member_of().any(|path| path.name() == *name))
            };
            let team = live.team_names().into_iter().find(free);
            asked.teams.extend(team.map(|name| (name, true)));
        }
    }

    /// Returns whether somebody can be in a team at all after what is asked for.
    fn eligible(&self, asked: &Asked, live: &Live) -> bool {
        let platform = &self.service.platform;
        let held = live.user(&asked.email).into_iter().flat_map(|user| user.held_roles());
        let kept = held.filter(|name| !asked.roles.iter().any(|(said, on)| said == *name && !on));
        let given = asked.roles.iter().filter(|(_, on)| *on).map(|(name, _)| name);
        let active = asked.status != Some(Status::Inactive);
        let makes = |name: &RoleName| platform.makes_eligible(name, live.state.roles.get(name));
        active && kept.chain(given).any(makes)
    }
}

/// Does the steps one by one; where one is refused, those before it are taken back.
async fn perform(service: &Service, steps: &[Step], live: &mut Live) -> Result<(), Fault> {
    let sandbox = &service.sandbox;
    for (place, step) in steps.iter().enumerate() {
        let done: Result<(), Fault> = sandbox.perform(&[step]).await.into_iter().collect();
        if let Err(fault) = done {
            let before = steps.iter().take(place).filter_map(|step| undo(step, live));
            let back: Vec<Step> = before.collect();
            sandbox.perform(&back.iter().collect::<Vec<_>>()).await;
            return Err(fault);
        }
    }
    steps.iter().for_each(|step| plan::perform(&mut live.state, step));
    Ok(())
}
