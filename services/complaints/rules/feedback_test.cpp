// SPDX-License-Identifier: MIT
#include "services/complaints/rules/feedback.hpp"

#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

constexpr Instant now{1'800'000'000'000};

/// Where each state leads, by the table.
template <class Entity>
std::vector<std::vector<std::string>> drawn(const kit::Moves<Entity>& moves, Entity entity) {
    std::vector<std::vector<std::string>> all;
    for (std::size_t from = 0; from < names_of(entity.state).size(); ++from) {
        entity.state = static_cast<decltype(entity.state)>(from);
        all.emplace_back();
        for (const auto& move : moves.shown(entity, {now}).allowed_moves) all.back().push_back(*move.to);
    }
    return all;
}
using Drawn = std::vector<std::vector<std::string>>;

TEST(Feedback, ComplimentsMoveAsDrawn) {
    Compliment compliment;
    compliment.consent_to_publish = true;
    EXPECT_EQ(drawn(compliment_moves(), compliment), (Drawn{{"thanked"}, {"forwarded"}, {"published"}, {}}));
}

TEST(Feedback, SuggestionsMoveAsDrawn) {
    EXPECT_EQ(drawn(suggestion_moves(), Suggestion()),
              (Drawn{{"considered"}, {"adopted", "declined"}, {"answered"}, {"answered"}, {}}));
}

TEST(Feedback, WithoutConsentNothingIsPublished) {
    Compliment compliment;
    compliment.state = ComplimentState::forwarded;
    const auto shown = compliment_moves().shown(compliment, {now});
    EXPECT_TRUE(shown.allowed_moves.empty());
    EXPECT_EQ(shown.blocked_moves.at(0).reason, "its_giver_has_not_consented");
    EXPECT_THROW(compliment_moves().make(compliment, api::publish_compliment, {now}), Error);
}

using FeedbackDeskTest = DeskTest;
RAPPORT_ON_EACH_STORE(FeedbackDeskTest);

TEST_P(FeedbackDeskTest, ACompliment) {
    auto compliment = bed.call(api::create_compliment, {{.giver = Complainant{.name = "Ann"},
                                                         .praised = "The night shift",
                                                         .text = "You were there within minutes",
                                                         .consent_to_publish = true}});
    EXPECT_EQ(compliment.number, "F-2026-000001");
    bed.call(api::thank, {compliment.id, compliment.version});
    bed.call(api::forward_compliment, {.id = compliment.id, .to = {"bob", "cleo"}});
    compliment = bed.call(api::publish_compliment, {compliment.id});
    EXPECT_EQ(compliment.forwarded_to.size(), 2U);
    EXPECT_TRUE(compliment.allowed_moves.empty());
    EXPECT_EQ(told(), (std::vector<std::string>{"compliment_received", "compliment_moved", "compliment_moved",
                                                "compliment_moved"}));
    EXPECT_EQ(bed.emitted(api::compliment_moved).front().entity.state, ComplimentState::thanked);
    EXPECT_TRUE(bed.emitted(api::compliment_moved).front().page.value().starts_with("/feedback/compliment/"))
        << "for the letter";
    EXPECT_EQ(bed.call(api::list_compliments, {.search = "night"}).total, 1);
    EXPECT_EQ(
        bed.call(api::list_compliments, kit::ListOf<Compliment>{}.where(&Compliment::state, ComplimentState::received))
            .total,
        0);
    EXPECT_EQ(refusal([&] { bed.call(api::create_compliment, {{.praised = "x", .text = "x"}}); }).code(),
              Code::invalid_argument);
}

TEST_P(FeedbackDeskTest, ASuggestionThatIsAdoptedAndItsGiverToldSo) {
    Suggestion suggestion =
        bed.call(api::create_suggestion, {{.giver = Complainant{.name = "Ann"}, .subject = "Answer by chat"}});
    bed.act_as(bed.user("kim"), {"agent"});
    EXPECT_EQ(bed.call(api::consider, {.id = suggestion.id}).owner, bed.user("kim"));
    bed.call(api::adopt, {.id = suggestion.id, .text = "Many asked for it"});
    EXPECT_TRUE(bed.emitted(api::suggestion_adopted).back().entity.adopted);
    suggestion = bed.call(api::answer_suggestion, {.id = suggestion.id, .text = "From May on"});
    EXPECT_EQ(suggestion.state, SuggestionState::answered);
    EXPECT_TRUE(bed.emitted(api::suggestion_moved).back().page.value().starts_with("/feedback/suggestion/"))
        << "for the letter";
    EXPECT_EQ(refusal([&] { bed.call(api::decline, {.id = suggestion.id, .text = "x"}); }).code(),
              Code::failed_precondition);
}

TEST_P(FeedbackDeskTest, StandBesideComplaintsInTheReport) {
    const Compliment compliment =
        bed.call(api::create_compliment, {{.giver = Complainant{.name = "Ann"}, .praised = "Bob", .text = "x"}});
    bed.call(api::create_suggestion, {{.giver = Complainant{.name = "Ann"}, .subject = "x"}});
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
