// SPDX-License-Identifier: MIT
#include "services/complaints/rules/feedback.hpp"

#include <algorithm>

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

/// Every move from every state: those of the table succeed, all others are refused.
template <class Entity, class State, class Move>
void expect_moves(const std::vector<std::vector<State>>& drawn, Move move) {
    for (std::size_t from = 0; from < names_of(State{}).size(); ++from)
        for (std::size_t to = 0; to < names_of(State{}).size(); ++to) {
            Entity entity;
            entity.state = static_cast<State>(from);
            const auto target = static_cast<State>(to);
            const bool allowed = std::ranges::find(drawn[from], target) != drawn[from].end();
            try {
                EXPECT_EQ(move(entity, target).state, target);
                EXPECT_TRUE(allowed) << name_of(entity.state) << " became " << name_of(target);
            } catch (const Error& error) {
                EXPECT_FALSE(allowed) << error.message();
                EXPECT_NE(to_json(error.details().bytes).find("allowed_moves"), std::string::npos);
            }
        }
}

TEST(Feedback, ComplimentsMoveAsTheirTableSaysAndInNoOtherWay) {
    using enum ComplimentState;
    expect_moves<Compliment, ComplimentState>({{thanked}, {forwarded}, {published}, {}}, [](Compliment c, auto to) {
        c.consent_to_publish = true;
        return moved(c, to, now);
    });
}

TEST(Feedback, SuggestionsMoveAsTheirTableSaysAndInNoOtherWay) {
    using enum SuggestionState;
    expect_moves<Suggestion, SuggestionState>({{considered}, {adopted, declined}, {answered}, {answered}, {}},
                                              [](const Suggestion& s, auto to) { return moved(s, to, "text", now); });
}

TEST(Feedback, WithoutConsentNothingIsPublished) {
    Compliment compliment;
    compliment.state = ComplimentState::forwarded;
    EXPECT_THROW(moved(compliment, ComplimentState::published, now), Error);
}

using FeedbackDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(FeedbackDeskTest);

TEST_P(FeedbackDeskTest, ACompliment) {
    Compliment compliment = bed.call(api::add_compliment, {.giver = Complainant{.name = "Ann"},
                                                           .praised = "The night shift",
                                                           .text = "You were there within minutes",
                                                           .consent_to_publish = true});
    EXPECT_EQ(compliment.number, "F-2026-000001");
    bed.call(api::thank, {compliment.id, compliment.version});
    bed.call(api::forward_compliment, {.id = compliment.id, .to = {"bob", "cleo"}});
    compliment = bed.call(api::publish_compliment, {compliment.id});
    EXPECT_EQ(compliment.forwarded_to.size(), 2U);
    EXPECT_TRUE(compliment.allowed_moves.empty());
    EXPECT_EQ(told(), (std::vector<std::string>{"compliment_received", "compliment_moved", "compliment_moved",
                                                "compliment_moved"}));
    EXPECT_EQ(bed.emitted(api::compliment_moved).front().compliment.state, ComplimentState::thanked);
    EXPECT_TRUE(bed.emitted(api::compliment_moved).front().page.value().starts_with("/feedback/compliment/"))
        << "for the letter";
    EXPECT_EQ(bed.call(api::list_compliments, {.search = "night"}).total, 1);
    EXPECT_EQ(bed.call(api::list_compliments, {.state = ComplimentState::received}).total, 0);
    EXPECT_EQ(refusal([&] { bed.call(api::add_compliment, {.praised = "x", .text = "x"}); }).code(),
              Code::invalid_argument);
}

TEST_P(FeedbackDeskTest, ASuggestionThatIsAdoptedAndItsGiverToldSo) {
    Suggestion suggestion =
        bed.call(api::add_suggestion, {.giver = Complainant{.name = "Ann"}, .subject = "Answer by chat"});
    bed.act_as(bed.user("kim"), {"agent"});
    EXPECT_EQ(bed.call(api::consider, {.id = suggestion.id}).owner, bed.user("kim"));
    bed.call(api::adopt, {.id = suggestion.id, .text = "Many asked for it"});
    EXPECT_TRUE(bed.emitted(api::suggestion_adopted).back().suggestion.adopted);
    suggestion = bed.call(api::answer_suggestion, {.id = suggestion.id, .text = "From May on"});
    EXPECT_EQ(suggestion.state, SuggestionState::answered);
    EXPECT_TRUE(bed.emitted(api::suggestion_moved).back().page.value().starts_with("/feedback/suggestion/"))
        << "for the letter";
    EXPECT_EQ(refusal([&] { bed.call(api::decline, {.id = suggestion.id, .text = "x"}); }).code(),
              Code::failed_precondition);
}

TEST_P(FeedbackDeskTest, StandBesideComplaintsInTheReport) {
    const Compliment compliment =
        bed.call(api::add_compliment, {.giver = Complainant{.name = "Ann"}, .praised = "Bob", .text = "x"});
    bed.call(api::add_suggestion, {.giver = Complainant{.name = "Ann"}, .subject = "x"});
    bed.call(api::thank, {compliment.id});
    for (int round = 0; round < 2; ++round) {
        for (const Figure& figure : bed.call(api::report, {}).figures) {
            if (figure.name == "compliments") {
                ASSERT_EQ(figure.rows.size(), 1U);
                EXPECT_EQ(figure.rows[0].key, "thanked");
            }
            if (figure.name == "suggestions") {
                EXPECT_EQ(figure.rows.at(0).value, 1);
            }
        }
        bed.advance(std::chrono::seconds(5));
    }
}

}  // namespace
}  // namespace rapport::complaints
