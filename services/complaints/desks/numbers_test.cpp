// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

/// Requests that name their records by numbers.
struct ByNumber {
    std::optional<std::string> id, of, to;
    std::vector<std::string> ids;
    static constexpr auto fields =
        describe(Field{"id", &ByNumber::id, "a number"}, Field{"of", &ByNumber::of, "another"},
                 Field{"to", &ByNumber::to, "a state"}, Field{"ids", &ByNumber::ids, "numbers"});
};

using NumbersTest = DeskTest;
RAPPORT_ON_EACH_STORE(NumbersTest);

TEST_P(NumbersTest, NumbersAreTakenForIdsOfEveryKind) {
    const auto named = [&](const std::string& number) { return ByNumber{.id = number}; };
    const Complaint a = open("a"), b = open("b");
    const Compliment praise =
        bed.call(api::create_compliment, {{.giver = Complainant{.name = "Ann"}, .praised = "Bob", .text = "x"}});
    const Suggestion idea = bed.call(api::create_suggestion, {{.giver = Complainant{.name = "Ann"}, .subject = "x"}});
    const Question question =
        bed.call(api::create_question, {{.giver = Complainant{.name = "Ann"}, .subject = "When do you open?"}});
    const Review review = bed.call(api::prepare_review, {*day_from("2026-02-01"), *day_from("2026-02-28")});
    const auto query = [&](std::string_view method, const std::string& number) {
        kit::Query<ByNumber, kit::ById<Uuid>> any{method, {}, {}};
        return bed.call(any, named(number)).id;
    };
    EXPECT_EQ(query("get", a.number), a.id);
    EXPECT_EQ(query("get_question", question.number), question.id);
    EXPECT_EQ(query("get_compliment", praise.number), praise.id);
    EXPECT_EQ(query("get_suggestion", idea.number), idea.id);
    EXPECT_EQ(query("get_review", review.number), review.id);
    const kit::Command<ByNumber, Complaint> mark{"mark_duplicate", {}, {}};
    ByNumber duplicate = named(a.number);
    duplicate.of = b.number;
    EXPECT_EQ(bed.call(mark, duplicate).duplicate_of, b.id);
    const kit::Command<ByNumber, api::BulkResult> move{"bulk_move", {}, {}};
    EXPECT_TRUE(bed.call(move, {.to = "acknowledged", .ids = {b.number}}).items.at(0).ok);
    EXPECT_EQ(refusal([&] { query("get", "C-2026-000099"); }).message(),
              "id: there is nothing with the number C-2026-000099");
    EXPECT_EQ(refusal([&] { query("get", praise.number); }).message(), "id: there is no such complaint");
}

}  // namespace
}  // namespace rapport::complaints
