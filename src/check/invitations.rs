//! People who were invited and didn't accept in time.

use jiff::ToSpan;
use jiff::civil::Date;

use super::{About, Finding};
use crate::core::{Key, State, codes};
use crate::platform::Platform;

/// Returns the invitations that can't be accepted any more on that day, as far as it is known for how
/// many days they can be.
pub fn expired_invitations(live: &State, platform: &Platform, today: Date) -> Vec<Finding> {
    let invitation = platform.users.invitation.as_ref();
    let Some(days) = invitation.and_then(|all| all.days.value()) else { return Vec::new() };
    let until = |since: &Date| since.checked_add(i64::from(*days).days()).ok();
    let expired = live.invited.iter().filter_map(|(email, since)| {
        let until = until(since).filter(|until| *until < today)?;
        let label = format!("`{email}` was invited on {since}, and could accept until {until}");
        let help = "Invite the person once more, or take them out.";
        let about = About::entry(Key::User(email.clone()));
        Some(Finding::new(&codes::INVITATION_EXPIRED, about, label, help))
    });
    expired.collect()
}
