// SPDX-License-Identifier: MIT
#include "services/kit/entities/action_desk.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct RoofTag;
using RoofId = Id<RoofTag>;
/// Something that is mended.
struct RoofTile {
    RoofId id;
    std::int64_t version = 0;
    Uuid party;
    std::string name;
    Instant created_at;
    static constexpr auto fields = describe(identity(&RoofTile::id, &RoofTile::version),
                                            Field{"party", &RoofTile::party, "whose it is", initial, filter},
                                            Field{"name", &RoofTile::name, "what it is called", editable},
                                            Field{"created_at", &RoofTile::created_at, "when it was made"});
};
using Entity = Action<RoofTile>;
using Edited = Edit<Entity>;

constexpr Command<New<RoofTile>, RoofTile> create_tile{"create_tile", CREATE("/tiles"), managers, "Create a tile."};
constexpr Event<Changed<RoofTile>> tile_created{"roofs.tile_created", "a tile was made"};
const ActionApi<RoofTile> api{"roofs", roles(Role::agent, Role::account_manager)};
constexpr Migration schema_[] = {{"001",
                                  "create table tiles (row $row, id text not null unique, version bigint not null, "
                                  "party text not null, body text not null);\ncreate action table roof_tile_actions;\n"
                                  "create table staff (party text not null, user_id text not null);\n"}};

class ActionTest : public testing::TestWithParam<std::string> {
protected:
    ActionTest() {
        Definition definition{"roofs", "roofs", all({create(create_tile, tiles, tile_created)}, actions.routes()),
                              schema_};
        definition.own_parties = OwnPartiesSql{.of_user = "select party from staff where user_id = ?"};
        bed.emplace(std::move(definition), GetParam());
        tile = bed->call(create_tile, {{.party = new_uuid(bed->clock.now()), .name = "ridge"}});
    }
    Entity opened(std::optional<Day> due = {}) {
        return bed->call(api.create, {{.about = tile.id, .what = "mend it", .due = due}});
    }
    Day today() { return day_of(bed->clock.now()); }
    template <class Method>
    std::string refusal(const Method& method, const typename Method::Request& request) {
        try {
            bed->call(method, request);
        } catch (const Error& error) {
            return error.message();
        }
        return "accepted";
    }

    Table<RoofTile> tiles{"tile", "tiles", owned_by("party")};
    Actions<RoofTile> actions{api, tiles, [](const RoofTile& tile, const Entity& action) {
                                  if (action.version == 0 && !action.follows && tile.name == "gone")
                                      throw Error(Code::failed_precondition, "there is no tile any more");
                                  if (action.due && action.due->days == 0) throw invalid("due", "must not be then");
                              }};
    std::optional<testing_kit::TestBed> bed;
    RoofTile tile;
    const UserId user = testing_kit::user_id("kim");
};
INSTANTIATE_TEST_SUITE_P(Stores, ActionTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST(ActionNames, FollowFromWhatTheActionsAreAbout) {
    EXPECT_EQ(api.create.name, "create_roof_tile_action");
    EXPECT_EQ(api.create.http.path, "/roof-tile-actions");
    EXPECT_EQ(api.list.name, "list_roof_tile_actions");
    EXPECT_EQ(api.hand_on.http.path, "/roof-tile-actions/{id}/hand-on");
    EXPECT_EQ(api.overdue.type, "roofs.action_overdue");
}

TEST_P(ActionTest, IsOpenedBySomebodyWhoOwnsItUnlessSaidOtherwise) {
    bed->act_as(user, {"manager"});
    const Entity action = opened();
    EXPECT_EQ(action.state, ActionState::open);
    EXPECT_EQ(action.owner, user);
    EXPECT_EQ(action.party, tile.party);
    EXPECT_EQ(bed->emitted(api.created).at(0).entity.id, action.id);
    const UserId ann = bed->user("ann");
    EXPECT_EQ(bed->call(api.create, {{.about = tile.id, .what = "x", .owner = ann}}).owner, ann);
    EXPECT_EQ(bed->call(api.list, ListOf<Entity>{}.where(&Entity::owner, ann)).total, 1);
    EXPECT_EQ(bed->call(api.list, ListOf<Entity>{}.where(&Entity::about, tile.id)).total, 2);
    EXPECT_EQ(refusal(api.create, {{.about = RoofId(new_uuid(bed->clock.now())), .what = "x"}}),
              "about: there is no such tile");
}

TEST_P(ActionTest, GoesFromOpenToVerifiedEffective) {
    const Entity action = opened();
    EXPECT_EQ(bed->call(api.start, {action.id}).state, ActionState::in_progress);
    const auto done = bed->call(api.complete, {.id = action.id, .result = "new mortar"});
    EXPECT_EQ(done.result, "new mortar");
    EXPECT_EQ(done.ended_at, bed->clock.now());
    ASSERT_EQ(done.allowed_moves.size(), 2U);
    EXPECT_EQ(done.allowed_moves[0].to, "verified_effective");
    EXPECT_THAT(done.allowed_moves[0].needs, ElementsAre("effective", "effect"));
    const auto verified = bed->call(api.verify, {.id = action.id, .effective = true, .effect = "it is dry"});
    EXPECT_EQ(verified.state, ActionState::verified_effective);
    EXPECT_EQ(verified.verified_by, "user:test");
    EXPECT_THAT(verified.allowed_moves, IsEmpty());
    EXPECT_EQ(bed->call(api.list, {}).total, 1);
    EXPECT_EQ(bed->emitted(api.changed).size(), 3U);
}

TEST_P(ActionTest, WithoutEffectOpensAnother) {
    const Entity action = opened(today());
    bed->call(api.complete, {.id = action.id});
    const Day later{today().days + 7};
    bed->call(api.verify, {.id = action.id, .effective = false, .effect = "it drips", .due = later});
    const auto open = bed->call(api.list, ListOf<Entity>{}.where(&Entity::state, ActionState::open)).items;
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].follows, action.id);
    EXPECT_EQ(open[0].why, "it drips");
    EXPECT_EQ(open[0].due, later);
    EXPECT_EQ(open[0].party, tile.party);
    EXPECT_EQ(bed->call(api.get, {action.id}).state, ActionState::verified_ineffective);
    EXPECT_EQ(bed->emitted(api.created).size(), 2U);
}

TEST_P(ActionTest, IsCancelledOrHandedOnWithAReasonAndThenChangesNoMore) {
    const auto cancelled = bed->call(api.cancel, {.id = opened().id, .reason = "the roof is gone"});
    EXPECT_EQ(cancelled.reason, "the roof is gone");
    const auto handed =
        bed->call(api.hand_on, {.id = opened().id, .handed_on_to = "the roofer", .reason = "too high for us"});
    EXPECT_EQ(handed.state, ActionState::handed_on);
    EXPECT_EQ(handed.handed_on_to, "the roofer");
    for (const auto& ended : {cancelled, handed}) {
        EXPECT_EQ(refusal(api.update, Edited::of(ended.id).set(&Entity::what, "x")),
                  "state: an action that has ended is not changed any more; it allows you no move");
        EXPECT_EQ(refusal(api.complete, {.id = ended.id}),
                  "state: an action that is " + std::string(name_of(ended.state)) +
                      " does not allow complete_roof_tile_action; it allows you no move");
    }
}

TEST_P(ActionTest, MayBeDueOnTheLastDayThatThereIs) {
    const Day last = *day_from("9999-12-31");
    EXPECT_EQ(opened(last).due, last);
    EXPECT_EQ(to_text(late_from(*day_from("2026-03-02"))), "2026-03-03T00:00:00.000Z");
}

TEST_P(ActionTest, IsRefusedByWhatTheServiceChecksBesides) {
    const Day never{};
    EXPECT_EQ(refusal(api.create, {{.about = tile.id, .what = "x", .due = never}}), "due: must not be then");
    const Entity action = opened();
    EXPECT_EQ(refusal(api.update, Edited::of(action.id).set(&Entity::due, never)), "due: must not be then");
    bed->call(api.complete, {.id = action.id});
    EXPECT_EQ(refusal(api.verify, {.id = action.id, .effective = false, .effect = "none", .due = never}),
              "due: must not be then");
    EXPECT_EQ(bed->call(api.get, {action.id}).state, ActionState::done) << "nothing is kept of what is refused";
    const auto gone = bed->call(create_tile, {{.party = tile.party, .name = "gone"}});
    EXPECT_EQ(refusal(api.create, {{.about = gone.id, .what = "x"}}), "there is no tile any more");
}

TEST_P(ActionTest, CountsThoseThatAreWaitedFor) {
    const auto waiting = [this] { return actions.waiting(View(bed->reader(), bed->clock.now(), {}), tile.id); };
    EXPECT_EQ(waiting(), 0);
    const Entity one = opened(), other = opened();
    bed->call(api.start, {other.id});
    EXPECT_EQ(waiting(), 2);
    bed->call(api.complete, {.id = one.id});
    bed->call(api.hand_on, {.id = other.id, .handed_on_to = "x", .reason = "y"});
    EXPECT_EQ(waiting(), 0);
}

TEST_P(ActionTest, ThatIsOverdueIsToldOnce) {
    const Entity action = opened(today());
    bed->advance(std::chrono::hours(14));  // 23:00 of that day
    EXPECT_THAT(bed->emitted(api.overdue), IsEmpty());
    bed->advance(std::chrono::hours(48));
    bed->call(api.start, {action.id});
    bed->advance(std::chrono::hours(48));
    ASSERT_EQ(bed->emitted(api.overdue).size(), 1U);
    EXPECT_EQ(bed->emitted(api.overdue).at(0).entity.id, action.id);
    EXPECT_EQ(bed->call(api.list, ListOf<Entity>{}.where(&Entity::overdue, true)).total, 1);
    // Another day is another promise.
    const Day later{today().days + 1};
    EXPECT_FALSE(bed->call(api.update, Edited::of(action.id).set(&Entity::due, later)).overdue);
    bed->advance(std::chrono::hours(48));
    EXPECT_EQ(bed->emitted(api.overdue).size(), 2U);
}

TEST_P(ActionTest, ThatEndedInTimeIsNotToldAsOverdue) {
    bed->call(api.complete, {.id = opened(today()).id});
    bed->advance(std::chrono::hours(48));
    EXPECT_THAT(bed->emitted(api.overdue), IsEmpty());
}

TEST_P(ActionTest, ThatIsLateWhenItIsEnteredIsToldAtOnce) {
    opened(Day{today().days - 1});
    bed->advance(Millis(0));
    EXPECT_EQ(bed->emitted(api.overdue).size(), 1U);
}

TEST_P(ActionTest, OfAMergedPartyIsOfTheOneThatIsLeft) {
    const Entity action = opened();
    const Uuid survivor = new_uuid(bed->clock.now());
    EXPECT_FALSE(bed->deliver(parties_merged, survivor, {survivor, {tile.party}}).error);
    EXPECT_EQ(bed->call(api.get, {action.id}).party, survivor);
    EXPECT_EQ(bed->emitted(api.changed).back().changes.at(0).field, "party");
}

TEST_P(ActionTest, IsSeenByWhoSeesWhatItIsAbout) {
    const Entity action = opened();
    {
        const auto store = Db::open(bed->dsn(), Db::Mode::write);
        store->run("insert into staff (party, user_id) values (?, 'kim')", {tile.party});
    }
    bed->act_as("user:kim", {"account_manager"});
    EXPECT_EQ(bed->call(api.list, {}).total, 1);
    EXPECT_EQ(bed->call(api.start, {action.id}).state, ActionState::in_progress);
    bed->act_as("user:lee", {"account_manager"});
    EXPECT_EQ(bed->call(api.list, {}).total, 0);
    EXPECT_EQ(refusal(api.get, {action.id}), "id: there is no such action");
    EXPECT_EQ(refusal(api.create, {{.about = tile.id, .what = "x"}}), "about: there is no such tile");
}

}  // namespace
}  // namespace rapport::kit
