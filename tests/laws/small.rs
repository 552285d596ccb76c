//! To come.
use super::world::*;
#[test]
fn timing() {
    let t = std::time::Instant::now();
    let live =
        WIDE.live("users: [{ email: a@b.example, first_name: A, last_name: B, roles: [Agent] }]");
    eprintln!("live {:?}", t.elapsed());
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let s = rolecall::target::sandbox::Sandbox::in_memory(&WIDE.platform, &live).unwrap();
        eprintln!("in_memory {:?}", t.elapsed());
        let t = std::time::Instant::now();
        s.audit().unwrap();
        eprintln!("audit {:?}", t.elapsed());
        let t = std::time::Instant::now();
        s.audit().unwrap();
        eprintln!("audit {:?}", t.elapsed());
        let t = std::time::Instant::now();
        super::run::wait(rolecall::target::Target::read(&s)).unwrap();
        eprintln!("read {:?}", t.elapsed());
        let t = std::time::Instant::now();
        let p = super::case::Project::default().text();
        let d = WIDE
            .mean(
                &p,
                &[(
                    "a".into(),
                    "users: [{ email: a@b.example, first_name: A, last_name: B, roles: [Agent] }]"
                        .into(),
                )],
            )
            .unwrap();
        eprintln!("mean {:?}", t.elapsed());
        let t = std::time::Instant::now();
        let d = WIDE.plan(&d, &live, &Default::default()).unwrap();
        eprintln!("plan {:?}", t.elapsed());
    }
}
