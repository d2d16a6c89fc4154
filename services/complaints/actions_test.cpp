// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using ActionDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(ActionDeskTest);

TEST_P(ActionDeskTest, AComplaintClosesOnlyWhenItsActionsHaveEnded) {
    const Complaint complaint = open_in(State::accepted);
    const Action action =
        bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "Replace the switch"}});
    EXPECT_EQ(refusal([&] { bed.call(api::close, {.id = complaint.id}); }).code(), Code::failed_precondition);
    bed.call(api::complaint_actions.start, {action.id});
    bed.call(api::complaint_actions.complete, {action.id, {}, "done"});
    EXPECT_EQ(bed.call(api::close, {.id = complaint.id}).state, State::closed);
    EXPECT_EQ(actions_of(complaint.id).at(0).state, ActionState::done);
    EXPECT_EQ(refusal([&] { bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "x"}}); }).code(),
              Code::failed_precondition);
}

TEST_P(ActionDeskTest, OrWhenOthersHaveTakenThemOver) {
    const Complaint complaint = open_in(State::accepted);
    const Action action =
        bed.call(api::complaint_actions.create,
                 {{.about = complaint.id, .kind = ActionKind::corrective, .what = "Renew the backbone"}});
    bed.call(api::complaint_actions.hand_on,
             {.id = action.id, .handed_on_to = "Project 7", .reason = "It takes a year"});
    EXPECT_EQ(bed.emitted(api::complaint_actions.changed).back().entity.handed_on_to, "Project 7");
    EXPECT_EQ(bed.call(api::close, {.id = complaint.id}).state, State::closed);
    EXPECT_EQ(bed.emitted(api::complaint_actions.changed).back().entity.state, ActionState::handed_on);
}

TEST_P(ActionDeskTest, OneWithoutEffectOpensAnother) {
    const Complaint complaint = open_in(State::accepted);
    const Action action =
        bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "Restart it nightly"}});
    bed.call(api::complaint_actions.complete, {action.id});
    bed.call(api::close, {.id = complaint.id});
    bed.advance(std::chrono::days(30));
    bed.call(api::complaint_actions.verify, {.id = action.id, .effective = false, .effect = "It still hangs at noon"});
    const auto actions = actions_of(complaint.id);
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_EQ(actions[0].state, ActionState::verified_ineffective);
    EXPECT_EQ(actions[1].follows, action.id);
    EXPECT_EQ(bed.emitted(api::complaint_actions.created).back().entity.id, actions[1].id);
}

TEST_P(ActionDeskTest, IsLateOnceWhenItsDayIsOver) {
    const Complaint complaint = open("x");
    const Day today = day_of(bed.clock.now());
    const Action late = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "a", .due = today}});
    const Action later = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "b", .due = today}});
    const Action done = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "c", .due = today}});
    bed.call(api::complaint_actions.update, kit::Edit<Action>::of(later.id).set(&Action::due, Day{today.days + 1}));
    bed.call(api::complaint_actions.complete, {done.id});
    bed.advance(std::chrono::days(1));
    ASSERT_EQ(bed.emitted(api::complaint_actions.overdue).size(), 1U);
    EXPECT_EQ(bed.emitted(api::complaint_actions.overdue).front().entity.id, late.id);
    EXPECT_EQ(bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::overdue, true)).total, 1);
    bed.advance(std::chrono::days(1));
    EXPECT_EQ(bed.emitted(api::complaint_actions.overdue).size(), 2U);
    bed.advance(std::chrono::days(30));
    EXPECT_EQ(bed.emitted(api::complaint_actions.overdue).size(), 2U);
}

TEST_P(ActionDeskTest, AreListedByWhatTheyAreAndSoonestFirst) {
    const Complaint complaint = open("x");
    const Day today = day_of(bed.clock.now());
    bed.call(api::complaint_actions.create,
             {{.about = complaint.id, .what = "later", .owner = bed.user("ann"), .due = Day{today.days + 9}}});
    bed.call(api::complaint_actions.create, {{.about = complaint.id,
                                              .kind = ActionKind::preventive,
                                              .what = "sooner",
                                              .owner = bed.user("ann"),
                                              .due = Day{today.days + 2}}});
    bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "sometime", .owner = bed.user("bob")}});
    const auto items = bed.call(api::complaint_actions.list, {.sort = "due"}).items;
    ASSERT_EQ(items.size(), 3U);
    EXPECT_EQ(items[0].what, "sooner");
    EXPECT_EQ(items[2].what, "sometime");
    EXPECT_EQ(bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::owner, bed.user("ann"))).total,
              2);
    EXPECT_EQ(
        bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::kind, ActionKind::preventive)).total,
        1);
    EXPECT_EQ(
        bed.call(api::complaint_actions.list, kit::ListOf<Action>{}.where(&Action::state, ActionState::done)).total, 0);
}

TEST_P(ActionDeskTest, AsItWasOneOfAnEarlierVersionHasTodaysShape) {
    const Complaint complaint = open("x");
    const auto action = bed.call(api::complaint_actions.create, {{.about = complaint.id, .what = "Renew it"}});
    const auto& get = api::complaint_actions.get;
    const kit::Query<kit::ByIdAsOf<Id<Action>>, kit::Shown<Action>> get_as_of{get.name, get.http, get.roles, get.doc};
    EXPECT_EQ(bed.call(get_as_of, {action.id, bed.clock.now()}).state, ActionState::open);
    kit::Db::open(bed.dsn(), kit::Db::Mode::write)
        ->run("update kit_events set body = replace(body, ?, ?) where body like '%Renew it%'",
              {R"("state":"open")", R"("state":"open","handed_on_to":"Project 7","handed_on_because":"it is long")"});
    const auto then = bed.call(get_as_of, {action.id, bed.clock.now()});
    EXPECT_EQ(then.state, ActionState::handed_on);
    EXPECT_EQ(then.reason, "it is long");
}

/// As a store of the version before has them.
TEST_P(ActionDeskTest, OfAnEarlierVersionAreListedWithTheirComplaintAndGoOn) {
    const PartyId acme = party("Acme");
    const Complaint complaint = bed.call(api::open, {{.party = acme, .subject = "No network"}});
    const auto id = [this] { return to_text(new_uuid(bed.clock.now())); };
    const std::string open_one = id(), handed = id();
    const auto store = [&](const std::string& action, const std::string& more) {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->run(
            "insert into actions (id, version, complaint, state, kind, overdue, body) values (?, 3, ?, 'open', "
            "'corrective', 0, ?)",
            {action, complaint.id,
             R"({"id":")" + action + R"(","version":3,"complaint":")" + to_text(complaint.id) +
                 R"(","kind":"corrective","state":"open","added_at":"2026-03-01T08:00:00.000Z",)" + more + "}"});
    };
    store(open_one, R"("text":"Replace the switch","owner":"bob","due":")" + to_text(day_of(bed.clock.now())) + '"');
    store(handed, R"("text":"Renew it","handed_on_to":"Project 7","handed_on_because":"it takes a year")");
    const std::string damaged = id();
    store(damaged, R"("text":"Paint it")");
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->run("update actions set body = '[]' where id = ?", {damaged});
        db->run("delete from kit_meta where name = 'once.take_over_actions'");
    }
    bed.reopen();
    const auto left = bed.reader().rows<std::string>("select id from actions");
    ASSERT_EQ(left.size(), 1U) << "one that cannot be read keeps nobody from the others";
    EXPECT_EQ(std::get<0>(left[0]), damaged);

    const auto actions = actions_of(complaint.id);
    ASSERT_EQ(actions.size(), 2U);
    EXPECT_EQ(to_text(actions[0].id), open_one);
    EXPECT_EQ(actions[0].version, 3);
    EXPECT_EQ(actions[0].what, "Replace the switch");
    EXPECT_EQ(actions[0].party, acme);
    EXPECT_EQ(actions[0].former_owner, "bob");
    EXPECT_EQ(actions[1].state, ActionState::handed_on);
    EXPECT_EQ(actions[1].reason, "it takes a year");
    bed.reopen();
    EXPECT_EQ(actions_of(complaint.id).size(), 2U) << "once";

    const kit::UserId bob = bed.user("bob");
    bed.advance(Millis(0));
    EXPECT_EQ(actions_of(complaint.id)[0].owner, bob) << "once there is a user of that name";
    bed.advance(std::chrono::days(2));
    EXPECT_EQ(bed.emitted(api::complaint_actions.overdue).size(), 1U);
}

}  // namespace
}  // namespace rapport::complaints
