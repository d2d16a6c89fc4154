// SPDX-License-Identifier: MIT
#include "services/kit/entities/moves.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using testing::IsEmpty;

enum class DoorState { open, shut, locked, walled_up };
constexpr auto names_of(DoorState) { return std::array{"open"sv, "shut"sv, "locked"sv, "walled_up"sv}; }

struct DoorTag;
using DoorId = Id<DoorTag>;
struct Door {
    DoorId id;
    std::int64_t version = 0;
    std::string name;
    bool key_is_lost = false;
    DoorState state = DoorState::open, state_before = DoorState::open;
    Instant created_at;
    static constexpr auto fields = describe(
        identity(&Door::id, &Door::version), Field{"name", &Door::name, "what it is called", length(1, 20), editable},
        Field{"key_is_lost", &Door::key_is_lost, "whether its key is lost", editable, defaulted},
        Field{"state", &Door::state, "how it stands", filter},
        Field{"state_before", &Door::state_before, "how it stood before"},
        Field{"created_at", &Door::created_at, "when it was made"});
};
struct Lock {
    DoorId id;
    std::optional<std::int64_t> version;
    std::string key;
    std::optional<std::string> note;
    static constexpr auto fields = describe(identity(&Lock::id, &Lock::version), Field{"key", &Lock::key, "which"},
                                            Field{"note", &Lock::note, "anything"});
};

using Answer = Shown<Door>;
constexpr Roles porters = roles(Role::agent);
constexpr Command<New<Door>, Answer> create_door{"create_door", CREATE("/doors"), porters, "Create a door."};
constexpr Command<Edit<Door>, Answer> update_door{"update_door", PATCH("/doors/{id}"), porters, "Update a door."};
constexpr Command<AtVersion<DoorId>, Answer> shut_door{"shut_door", POST("/doors/{id}/shut"), porters, "Shut a door."};
constexpr Command<Lock, Answer> lock_door{"lock_door", POST("/doors/{id}/lock"), porters, "Lock a door."};
constexpr Command<AtVersion<DoorId>, Answer> undo_door{"undo_door", POST("/doors/{id}/undo"), porters, "Undo it."};
constexpr Command<AtVersion<DoorId>, Answer> wall_up_door{"wall_up_door", POST("/doors/{id}/wall-up"), managers,
                                                          "Wall a door up."};
constexpr Query<ById<DoorId>, Answer> get_door{"get_door", GET("/doors/{id}"), porters, "Get a door."};
constexpr Query<ListOf<Door>, Page<Answer>> list_doors{"list_doors", GET("/doors"), porters, "List doors."};
constexpr Event<Changed<Door>> door_created{"doors.door_created", "a door was made"},
    door_changed{"doors.door_changed", "a door was changed"};

std::optional<Blocked> without_key(const Door& door, const Asking&) {
    if (!door.key_is_lost) return {};
    return Blocked{"key_is_lost", any_of(ById<DoorId>{door.id})};
}

const Moves<Door>& moves() {
    using enum DoorState;
    static const Moves<Door> moves{"door",
                                   &Door::state,
                                   {{{open}, locked, lock_door, "with a key", &without_key},
                                    {{open}, shut, shut_door, "nobody is in the draught", usual},
                                    {{shut, locked}, std::nullopt, undo_door, "it stands as it did"},
                                    {any_but(walled_up), walled_up, wall_up_door, "nobody passes any more"},
                                    {{locked}, shut, by_itself, "the key is turned back at night"}},
                                   [](const Door& door) { return door.state_before; }};
    return moves;
}

const Actor porter{.id = "user:1", .kind = "person", .roles = {"agent"}};

std::vector<std::string> methods(const std::vector<AllowedMove>& allowed) {
    std::vector<std::string> all;
    for (const AllowedMove& move : allowed) all.push_back(move.method + " " + move.to.value_or("-"));
    return all;
}

template <class Call>
Error refusal(Call call) {
    try {
        call();
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << "was not refused";
    return {Code::internal, ""};
}

TEST(Moves, ShowWhatTheStateAllowsTheUsualOneFirst) {
    const auto shown = moves().shown(Door{.name = "front"}, {});
    EXPECT_EQ(shown.name, "front");
    EXPECT_THAT(methods(shown.allowed_moves),
                ElementsAre("shut_door shut", "lock_door locked", "wall_up_door walled_up"));
    EXPECT_TRUE(shown.allowed_moves[0].usual);
    EXPECT_THAT(shown.allowed_moves[1].needs, ElementsAre("key"));
    EXPECT_THAT(shown.blocked_moves, IsEmpty());
    EXPECT_THAT(moves().shown(Door{.state = DoorState::walled_up}, {}).allowed_moves, IsEmpty());
}

TEST(Moves, ShowNothingThatTheRolesOfTheCallerDoNotAllow) {
    EXPECT_THAT(methods(moves().shown(Door{}, {{}, &porter}).allowed_moves),
                ElementsAre("shut_door shut", "lock_door locked"));
    const Actor auditor{.id = "user:2", .kind = "person", .roles = {"auditor"}};
    const auto shown = moves().shown(Door{.key_is_lost = true}, {{}, &auditor});
    EXPECT_THAT(shown.allowed_moves, IsEmpty());
    EXPECT_THAT(shown.blocked_moves, IsEmpty()) << "what they may not do is not blocked, either";
}

TEST(Moves, SayWhatKeepsAMoveFromBeingMade) {
    const Door door{.key_is_lost = true};
    const auto shown = moves().shown(door, {{}, &porter});
    EXPECT_THAT(methods(shown.allowed_moves), ElementsAre("shut_door shut"));
    ASSERT_EQ(shown.blocked_moves.size(), 1U);
    EXPECT_EQ(shown.blocked_moves[0].method, "lock_door");
    EXPECT_EQ(shown.blocked_moves[0].reason, "key_is_lost");
    EXPECT_THAT(to_json(shown.blocked_moves[0].params.bytes), testing::HasSubstr("\"id\""));
    Door changed = door;
    const Error error = refusal([&] { moves().make(changed, lock_door, {{}, &porter}); });
    EXPECT_EQ(error.message(),
              "state: a door that is open does not allow lock_door now: key is lost; it allows shut_door");
    EXPECT_THAT(to_json(error.details().bytes), testing::HasSubstr(R"("reason":"key_is_lost")"));
    EXPECT_EQ(changed.state, DoorState::open);
}

TEST(Moves, AreMadeOrRefusedWithTheStateAndWhatItAllows) {
    Door door;
    moves().make(door, shut_door, {});
    EXPECT_EQ(door.state, DoorState::shut);
    const Error error = refusal([&] { moves().make(door, lock_door, {}); });
    EXPECT_EQ(error.code(), Code::failed_precondition);
    EXPECT_EQ(error.message(),
              "state: a door that is shut does not allow lock_door; it allows undo_door, wall_up_door");
    EXPECT_EQ(to_json(error.details().bytes),
              R"({"state":"shut","allowed_moves":[{"method":"undo_door","to":"open","needs":[],"usual":false},)"
              R"({"method":"wall_up_door","to":"walled_up","needs":[],"usual":false}]})");
    door.state = DoorState::walled_up;
    EXPECT_EQ(refusal([&] { moves().make(door, undo_door, {}); }).message(),
              "state: a door that is walled_up does not allow undo_door; it allows you no move");
}

TEST(Moves, LeadBackToTheStateBefore) {
    Door door{.state = DoorState::locked, .state_before = DoorState::shut};
    EXPECT_EQ(methods(moves().shown(door, {}).allowed_moves).front(), "undo_door shut");
    moves().make(door, undo_door, {});
    EXPECT_EQ(door.state, DoorState::shut);
}

TEST(Moves, OfAMethodThatLeadsToSeveralStatesNameOne) {
    using enum DoorState;
    const Moves<Door> several{"door",
                              &Door::state,
                              {{any_but(open), open, lock_door, ""},
                               {any_but(shut), shut, lock_door, ""},
                               {any_but(locked), locked, lock_door, ""}}};
    Door door;
    several.make(door, lock_door, locked, {});
    EXPECT_EQ(door.state, locked);
    EXPECT_EQ(refusal([&] { several.make(door, lock_door, locked, {}); }).message(),
              "state: a door that is locked does not allow lock_door to locked; it allows lock_door to open or shut");
    EXPECT_THROW(several.make(door, lock_door, {}), std::logic_error);
}

TEST(Moves, OfABoolHaveTwoStates) {
    const Moves<Door> lost{
        "door", &Door::key_is_lost, {{{false}, true, shut_door, ""}, {{true}, false, undo_door, ""}}};
    Door door;
    EXPECT_EQ(methods(lost.shown(door, {}).allowed_moves).front(), "shut_door key_is_lost");
    lost.make(door, shut_door, {});
    EXPECT_TRUE(door.key_is_lost);
    EXPECT_EQ(methods(lost.shown(door, {}).allowed_moves).front(), "undo_door not_key_is_lost");
}

TEST(Moves, AreATableForTheReadme) {
    EXPECT_EQ(moves().as_markdown(), R"(| from | to | method | needs | |
|---|---|---|---|---|
| open | locked | lock_door | key | with a key |
| open | shut | **shut_door** |  | nobody is in the draught |
| shut or locked | the state before | undo_door |  | it stands as it did |
| any but walled_up | walled_up | wall_up_door |  | nobody passes any more |
| locked | shut | by itself |  | the key is turned back at night |
)");
}

TEST(Moves, ThatLeadBackHaveToSayWhichStateThatIs) {
    EXPECT_THROW((Moves<Door>{"door", &Door::state, {{{DoorState::shut}, std::nullopt, undo_door, ""}}}),
                 std::logic_error);
}

constexpr Migration schema_[] = {
    {"001",
     "create table doors (row $row, id text not null unique, version bigint not null, "
     "state text not null, body text not null);\ncreate index doors_state on doors (state, row);\n"}};

class ShownMovesTest : public testing::TestWithParam<std::string> {
protected:
    ShownMovesTest() {
        bed.emplace(Definition{"doors",
                               "doors",
                               {create(create_door, doors, door_created), change(update_door, doors, door_changed),
                                on(get_door, doors), on(list_doors, doors), kit::move(shut_door, doors, door_changed),
                                kit::move(lock_door, doors, door_changed,
                                          [](Unit&, Door& door, const Lock& lock) -> std::optional<Blocked> {
                                              door.name = lock.key;
                                              if (lock.note) return Blocked{"notes_are_read", any_of(lock)};
                                              return {};
                                          })},
                               schema_},
                    GetParam());
    }
    Table<Door> doors{"doors", moves()};
    std::optional<testing_kit::TestBed> bed;
};
INSTANTIATE_TEST_SUITE_P(Stores, ShownMovesTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(ShownMovesTest, AreInEveryAnswerAndInNothingThatIsStoredOrTold) {
    const auto made = bed->call(create_door, {{.name = "front"}});
    EXPECT_EQ(methods(made.allowed_moves).front(), "shut_door shut");
    const auto changed = bed->call(update_door, Edit<Door>::of(made.id).set(&Door::key_is_lost, true));
    EXPECT_EQ(changed.blocked_moves.at(0).reason, "key_is_lost");
    EXPECT_EQ(encode(bed->call(get_door, {made.id})), encode(changed));
    EXPECT_EQ(encode(bed->call(list_doors, {}).items.at(0)), encode(changed));
    bed->act_as("user:1", {"agent"});
    EXPECT_THAT(methods(bed->call(list_doors, {}).items.at(0).allowed_moves), ElementsAre("shut_door shut"));
    EXPECT_THAT(methods(bed->call(get_door, {made.id}).allowed_moves), ElementsAre("shut_door shut"));
    const auto [body] = bed->reader().rows<std::string>("select body from doors").at(0);
    EXPECT_THAT(body, testing::Not(testing::HasSubstr("moves")));
    for (const bus::Event& event : bed->events)
        EXPECT_THAT(to_json(event.data.bytes), testing::Not(testing::HasSubstr("moves")));
}

TEST_P(ShownMovesTest, AMoveIsStoredToldAndAnswered) {
    const auto made = bed->call(create_door, {{.name = "front"}});
    const auto locked = bed->call(lock_door, {.id = made.id, .key = "brass"});
    EXPECT_EQ(locked.state, DoorState::locked);
    EXPECT_EQ(locked.name, "brass");
    EXPECT_EQ(bed->call(get_door, {made.id}).state, DoorState::locked);
    const auto told = bed->emitted(door_changed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].changes.size(), 2U);
    EXPECT_THROW(bed->call(shut_door, {made.id}), Error);
    EXPECT_EQ(bed->emitted(door_changed).size(), 1U);
}

TEST_P(ShownMovesTest, WhatTheStoreKnowsMayBlockAMove) {
    const auto made = bed->call(create_door, {{.name = "front"}});
    const Error error = refusal([&] { bed->call(lock_door, {.id = made.id, .key = "brass", .note = "x"}); });
    EXPECT_EQ(error.message(),
              "state: a door that is open does not allow lock_door now: notes are read; it allows shut_door, "
              "wall_up_door");
    EXPECT_THAT(to_json(error.details().bytes), testing::HasSubstr(R"("state":"open")"));
    EXPECT_EQ(bed->call(get_door, {made.id}).name, "front");
}

TEST(ShownMoves, AreOfTablesThatHaveThem) {
    const Table<Door> still{"door", "doors"}, moving{"doors", moves()};
    EXPECT_THROW(on(get_door, still), std::logic_error);
    constexpr Query<ById<DoorId>, Door> silent{"get_door", GET("/doors/{id}"), porters, "Get a door."};
    EXPECT_THROW(on(silent, moving), std::logic_error);
    EXPECT_NO_THROW(on(silent, still));
}

}  // namespace
}  // namespace rapport::kit
