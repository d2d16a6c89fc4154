// SPDX-License-Identifier: MIT
#include "services/kit/users.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

/// Something that somebody lent.
struct Loan {
    Id<Loan> id;
    std::int64_t version = 0;
    std::string what;
    std::optional<UserId> owner;
    std::vector<UserId> watchers;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Loan::id, &Loan::version), Field{"what", &Loan::what, "what was lent", editable},
                 Field{"owner", &Loan::owner, "who sees to it", editable},
                 Field{"watchers", &Loan::watchers, "who is told of it", editable},
                 Field{"created_at", &Loan::created_at, "when it was made"});
};
/// What a handler of its own is asked.
struct Give {
    std::vector<UserId> users;
    static constexpr auto fields = describe(Field{"users", &Give::users, "to whom"});
};
constexpr Command<New<Loan>, Loan> create_loan{"create_loan", CREATE("/loans"), managers, "Create a loan."};
constexpr Command<Edit<Loan>, Loan> update_loan{"update_loan", PATCH("/loans/{id}"), managers, "Update a loan."};
constexpr Command<Give, Nothing> give{"give", POST("/give"), managers, "Give."};
constexpr Command<ById<Id<Loan>>, Nothing> drop{"drop", POST("/loans/{id}/drop"), managers, "Drop."};
constexpr Event<Changed<Loan>> loan_created{"loans.loan_created", "one was made"},
    loan_changed{"loans.loan_changed", "one was changed"};
constexpr Migration loans_schema[] = {
    {"001", "create table loans (row $row, id text not null unique, version bigint not null, body text not null);\n"}};

struct LoanDesk {
    Nothing give_all(Unit&, const Give&) { return {}; }
    Nothing drop_one(Unit&, const ById<Id<Loan>>&) { return {}; }
    Definition definition() {
        return {"loans",
                "lends",
                {create(create_loan, loans, loan_created), change(update_loan, loans, loan_changed),
                 on(give, this, &LoanDesk::give_all)},
                loans_schema};
    }
    Table<Loan> loans{"loan", "loans"};
};

class UsersTest : public testing_kit::DeskTest<LoanDesk> {
protected:
    View view() { return {bed.reader(), bed.clock.now(), {}}; }
    static Edit<Loan> edit(const Loan& loan) { return Edit<Loan>::of(loan.id); }

    const UserId kim = bed.user("kim");
};
RAPPORT_ON_EACH_STORE(UsersTest);

TEST_P(UsersTest, WhoOwnsSomethingIsAUserOfOursWhoMaySignIn) {
    const Loan loan = bed.call(create_loan, {{.what = "a ladder", .owner = kim}});
    EXPECT_EQ(loan.owner, kim);
    EXPECT_EQ(refusal(create_loan, {{.what = "x", .owner = testing_kit::user_id("nobody")}}),
              "not_found owner: no such user is known");
    bed.user("max", false);
    EXPECT_EQ(refusal(create_loan, {{.what = "x", .owner = testing_kit::user_id("max")}}),
              "failed_precondition owner: the user is retired; name one who may sign in");
    EXPECT_EQ(refusal(update_loan, edit(loan).set(&Loan::watchers, {kim, testing_kit::user_id("max")})),
              "failed_precondition watchers[1]: the user is retired; name one who may sign in");
}

TEST_P(UsersTest, WhoIsRetiredKeepsWhatWasTheirsUntilSomebodySaysOtherwise) {
    const Loan loan = bed.call(create_loan, {{.what = "a ladder", .owner = kim}});
    bed.user("kim", false);
    EXPECT_EQ(bed.call(update_loan, edit(loan).set(&Loan::owner, kim).set(&Loan::what, "a rope")).what, "a rope");
}

TEST_P(UsersTest, EachCommandThatNamesUsersIsCheckedWhoeverWroteItsHandler) {
    EXPECT_EQ(refusal(give, {{kim}}), "accepted");
    EXPECT_EQ(refusal(give, {{kim, testing_kit::user_id("nobody")}}), "not_found users[1]: no such user is known");
}

TEST_P(UsersTest, WhatIsNewBelongsToTheUserWhoMadeIt) {
    bed.act_as(kim, {"manager"});
    EXPECT_EQ(bed.call(create_loan, {{.what = "a ladder"}}).owner, kim);
    bed.act_as("token:" + to_text(kim), {"manager"});
    EXPECT_FALSE(bed.call(create_loan, {{.what = "a ladder"}}).owner) << "a program owns nothing";
}

TEST_P(UsersTest, AUserIsMeantByIdByNameAndByAnAddressOfTheirsAlone) {
    for (const std::string& text : {to_text(kim), std::string("kim"), std::string("KIM@us.example")}) {
        const auto found = find_user(view(), text);
        ASSERT_TRUE(found) << text;
        EXPECT_EQ(found->id, kim) << text;
    }
    EXPECT_FALSE(find_user(view(), "kim@elsewhere.example"));
    EXPECT_FALSE(find_user(view(), ""));
    bed.user("kim", false);
    ASSERT_TRUE(find_user(view(), "kim"));
    EXPECT_FALSE(find_user(view(), "kim")->active) << "and whether they may act is said";
}

/// What accounts tell of a user, roles and all.
struct ToldUser {
    UserId id;
    std::int64_t version = 0;
    std::string name;
    std::vector<Role> roles;
    bool active = true;
    static constexpr auto fields = describe(
        Field{"id", &ToldUser::id, "their id"}, Field{"version", &ToldUser::version, "its changes"},
        Field{"name", &ToldUser::name, "to sign in with"}, Field{"roles", &ToldUser::roles, "what they may do"},
        Field{"active", &ToldUser::active, "may sign in"});
};
struct UserTold {
    ToldUser user;
    static constexpr auto fields = describe(Field{"user", &UserTold::user, "as they are now"});
};
constexpr Event<UserTold> user_told{"accounts.user_changed", "a user was changed"};

TEST_P(UsersTest, ThoseWithARoleAreFoundWhoMaySignIn) {
    const auto tell = [this](const std::string& name, std::vector<Role> roles, bool active = true) {
        const UserId id = testing_kit::user_id(name);
        bed.deliver(user_told, id, {{id, 9, name, std::move(roles), active}});
        return id;
    };
    const UserId ann = tell("ann", {Role::agent, Role::account_manager}), bob = tell("bob", {Role::manager});
    tell("eve", {Role::agent}, false);
    EXPECT_THAT(users_with(view(), Role::agent, 10), testing::ElementsAre(ann));
    EXPECT_THAT(users_with(view(), Role::account_manager, 10), testing::ElementsAre(ann));
    EXPECT_THAT(users_with(view(), Role::manager, 10), testing::ElementsAre(bob)) << "not who manages accounts";
    EXPECT_TRUE(users_with(view(), Role::agent, 0).empty());
    EXPECT_TRUE(users_with(view(), Role::admin, 10).empty());
}

TEST_P(UsersTest, AServiceOfWhichNoCommandNamesUsersDoesNotFollowAccounts) {
    testing_kit::TestBed other({"drops", "drops", {on(drop, &desk, &LoanDesk::drop_one)}, loans_schema}, GetParam());
    EXPECT_TRUE(other.engine().consumers().empty());
    EXPECT_EQ(bed.engine().consumers().size(), 1U);
}

/// What was text once.
struct Old {
    std::optional<UserId> owner;
    std::optional<std::string> former_owner;
    std::vector<UserId> others;
    std::vector<std::string> former_others;
    static constexpr auto fields = describe(Field{"owner", &Old::owner, "who", formerly_text("former_owner")},
                                            Field{"former_owner", &Old::former_owner, "who it was"},
                                            Field{"others", &Old::others, "who else", formerly_text("former_others")},
                                            Field{"former_others", &Old::former_others, "who they were"});
};

/// What is read of it, as JSON.
std::string read(const std::string& json) {
    Old old;
    decode_stored(shape_of<Old>(), &old, from_json(json));
    return to_json(encode(old));
}

TEST(FormerlyText, IsReadAsAnIdAndKeptWhereItIsNone) {
    const std::string id = to_text(testing_kit::user_id("kim")), none = R"(,"others":[],"former_others":[]})";
    EXPECT_EQ(read(R"({"owner":")" + id + R"("})"), R"({"owner":")" + id + '"' + none);
    EXPECT_EQ(read(R"({"owner":"user:)" + id + R"("})"), R"({"owner":")" + id + '"' + none);
    EXPECT_EQ(read(R"({"owner":{"user":")" + id + R"(","name":"Kim"}})"), R"({"owner":")" + id + '"' + none);
    EXPECT_EQ(read(R"({"owner":"kim"})"), R"({"former_owner":"kim")" + none);
    EXPECT_EQ(read(R"({"owner":{"user":"kim","name":"Kim"}})"), R"({"former_owner":"kim")" + none);
    EXPECT_EQ(read(R"({"owner":null})"), "{" + none.substr(1));
    EXPECT_EQ(read(R"({"others":["kim","user:)" + id + R"("]})"),
              R"({"others":[")" + id + R"("],"former_others":["kim"]})");
    EXPECT_EQ(read(R"({"former_owner":"kim"})"), R"({"former_owner":"kim")" + none) << "as this version writes it";
}

}  // namespace
}  // namespace rapport::kit
