//! From files and a target to a plan, and what it was made from.

use std::path::Path;

use jiff::civil::Date;

use super::base::{Base, From};
use super::limits::limits;
use super::project::Opened;
use super::screen::Screen;
use super::seen::{Read, read_by_rules, read_snapshot};
use super::trouble::Trouble;
use crate::attested::{resting_on, tell};
use crate::check;
use crate::core::{Diagnostics, State};
use crate::manifest::Desired;
use crate::plan::{Against, Inputs, Means, Plan, awaited, leave_untold, plan, settle_seats};
use crate::snapshot::{AsOf, Seen};

/// What a plan is asked to be made of, besides the project.
#[derive(Clone, Copy)]
pub(super) struct Of<'o> {
    /// The environment's name.
    pub(super) environment: &'o str,
    /// What the change starts from.
    pub(super) base: Option<From<'o>>,
    /// The file that stands for what is live; without it the target is asked.
    pub(super) snapshot: Option<&'o Path>,
    /// The day it is.
    pub(super) today: Date,
}

/// A plan, and what it was made from.
pub(super) struct Planned {
    pub(super) plan: Plan,
    pub(super) live: State,
    /// What was read, without what is attested, where anything can be attested.
    pub(super) read: Option<State>,
    /// What the target can write, and whether it reads.
    pub(super) means: Means,
    pub(super) warnings: Diagnostics,
    /// How it differs from the plan of the base, where one is named.
    pub(super) against: Option<Against>,
    /// When what is live was read, where that isn't now.
    pub(super) as_of: Option<AsOf>,
}

impl Planned {
    /// Reads what is meant and what is live, and plans.
    pub(super) fn make(opened: &mut Opened, of: Of<'_>, screen: &Screen) -> Result<Self, Trouble> {
        let Of { environment, today, .. } = of;
        let mut meant = screen.during("reading the manifests", || opened.meant(today))?;
        let open = |from: From<'_>| Base::open(from.rev, opened, today);
        let mut base = screen.during("reading the base", || of.base.map(open).transpose())?;
        let Read { seen, warnings, as_of } =
            screen.during("reading what is live", || live(opened, base.as_mut(), of, screen))?;
        meant.warnings.extend(warnings);
        meant.warnings.extend(check::idle_patterns(&meant.desired, &seen.state));
        let expired = check::expired_invitations(&seen.state, &opened.platform, today);
        meant.warnings.extend(check::located(expired, &meant.desired));
        // What an API tells is laid together with what people attest.
        let is_told = seen.is_of_api();
        let read = is_told.then(|| seen.state.clone());
        let Seen { state: mut live, told, means, remarks: _ } = seen;
        let mut stands = Vec::new();
        if is_told {
            let (found, warnings) =
                opened.lay_attested_over(environment, &mut live, &meant.desired, &means)?;
            meant.warnings.extend(warnings);
            stands = found;
        }
        let of_base = |base: &mut Base| base.plan(&live, told, &means, environment);
        let before = base.as_mut().and_then(of_base);
        let desired = &mut meant.desired;
        meant.warnings.extend(match told {
            Some(told) => leave_untold(desired, &mut live, told, &opened.platform),
            None if is_told && means.reads => settle_seats(desired, &mut live),
            None => Diagnostics::default(),
        });
        let anew = |base: &mut Base| base.attested_anew(opened, desired, environment);
        let anew = base.as_mut().filter(|_| is_told).map(anew).transpose()?.unwrap_or_default();
        let planned = screen.during("planning", || {
            let base = (base.as_ref(), before.as_ref(), anew);
            by_rules(opened, base, desired, (&live, &means), environment)
        });
        let mut plan =
            planned.map_err(|found| Trouble::files(found, std::mem::take(&mut opened.sources)))?;
        meant.warnings.extend(awaited(&plan, &opened.platform));
        tell(&mut plan, &stands);
        resting_on(&stands).into_iter().for_each(|note| screen.say(&note));
        super::command::leave(meant.desired);
        let against = base.map(|base| {
            meant.warnings.extend(base.warnings);
            Against::of(&plan, before.as_ref(), base.rev, base.commit, base.is_stale)
        });
        Ok(Self { plan, live, read, means, warnings: meant.warnings, against, as_of })
    }
}

/// Returns what is live, from where it is asked to be read.
fn live(
    opened: &mut Opened,
    base: Option<&mut Base>,
    of: Of<'_>,
    screen: &Screen,
) -> Result<Read, Trouble> {
    let Of { environment, today, .. } = of;
    match of.snapshot {
        Some(path) => read_snapshot(opened, base.as_deref(), environment, path),
        None => {
            let by_base = of.base.is_some_and(|from| from.reads_live);
            read_by_rules(opened, base.filter(|_| by_base), environment, today, screen)
        }
    }
}

/// Plans by the rules of the project, and by those of the base, where there is one.
fn by_rules(
    opened: &Opened,
    (base, before, anew): (Option<&Base>, Option<&Plan>, Vec<String>),
    desired: &Desired,
    (live, means): (&State, &Means),
    environment: &str,
) -> Result<Plan, Diagnostics> {
    let (limits, mut looser) = match base {
        Some(base) => base.policy(opened),
        None => (limits(&opened.project), Vec::new()),
    };
    looser.extend(anew);
    let compared = base.map(|base| crate::plan::Base {
        desired: base.meant.as_ref().map(|meant| &meant.desired),
        plan: before,
        loosened: &looser,
    });
    let (platform, base) = (&opened.platform, compared.as_ref());
    plan(Inputs { desired, live, platform, environment, limits: &limits, means, base })
}
