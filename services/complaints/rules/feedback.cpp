// SPDX-License-Identifier: MIT
#include "services/complaints/rules/feedback.hpp"

#include <algorithm>

#include "bus/base/error.hpp"

namespace rapport::complaints {
namespace {

template <auto... states>
constexpr std::common_type_t<decltype(states)...> some[] = {states...};

template <class State>
struct Row {
    State from;
    std::span<const State> to;
};

constexpr Row<ComplimentState> compliment_table[] = {
    {ComplimentState::received, some<ComplimentState::thanked>},
    {ComplimentState::thanked, some<ComplimentState::forwarded>},
    {ComplimentState::forwarded, some<ComplimentState::published>},
    {ComplimentState::published, {}},
};
constexpr Row<SuggestionState> suggestion_table[] = {
    {SuggestionState::received, some<SuggestionState::considered>},
    {SuggestionState::considered, some<SuggestionState::adopted, SuggestionState::declined>},
    {SuggestionState::adopted, some<SuggestionState::answered>},
    {SuggestionState::declined, some<SuggestionState::answered>},
    {SuggestionState::answered, {}},
};

constexpr Row<QuestionState> question_table[] = {
    {QuestionState::received, some<QuestionState::answered, QuestionState::complaint>},
    {QuestionState::answered, some<QuestionState::closed, QuestionState::complaint>},
    {QuestionState::closed, {}},
    {QuestionState::complaint, {}},
};

/// What a refused move answers.
template <class State>
struct Refusal {
    State state;
    std::vector<State> allowed_moves;
    static constexpr auto fields = describe(Field{"state", &Refusal::state, "where it is"},
                                            Field{"allowed_moves", &Refusal::allowed_moves, "where it can go"});
};

template <class Entity, class State>
void enter(Entity& entity, State state) {
    entity.state = state;
    const auto moves = moves_from(state);
    entity.allowed_moves.assign(moves.begin(), moves.end());
}

template <class Entity, class State>
void move(Entity& entity, State to) {
    const auto allowed = moves_from(entity.state);
    if (std::ranges::find(allowed, to) == allowed.end()) {
        std::string states;
        for (const State state : allowed) states.append(states.empty() ? "" : ", ").append(name_of(state));
        throw Error(Code::failed_precondition,
                    "one that is " + std::string(name_of(entity.state)) + " cannot become " + std::string(name_of(to)) +
                        "; it can go to: " + (states.empty() ? "nowhere" : states),
                    any_of(Refusal<State>{entity.state, {allowed.begin(), allowed.end()}}));
    }
    enter(entity, to);
}

}  // namespace

std::span<const ComplimentState> moves_from(ComplimentState state) {
    return std::ranges::find(compliment_table, state, &Row<ComplimentState>::from)->to;
}
std::span<const SuggestionState> moves_from(SuggestionState state) {
    return std::ranges::find(suggestion_table, state, &Row<SuggestionState>::from)->to;
}

std::span<const QuestionState> moves_from(QuestionState state) {
    return std::ranges::find(question_table, state, &Row<QuestionState>::from)->to;
}

void begin(Compliment& compliment) { enter(compliment, ComplimentState::received); }
void begin(Suggestion& suggestion) { enter(suggestion, SuggestionState::received); }
void begin(Question& question) { enter(question, QuestionState::received); }

Compliment moved(Compliment compliment, ComplimentState to, Instant now) {
    move(compliment, to);
    if (to == ComplimentState::published && !compliment.consent_to_publish)
        throw Error(Code::failed_precondition, "its giver has not consented to its being shown to others");
    if (to == ComplimentState::thanked) compliment.thanked_at = now;
    if (to == ComplimentState::forwarded) compliment.forwarded_at = now;
    if (to == ComplimentState::published) compliment.published_at = now;
    return compliment;
}

Suggestion moved(Suggestion suggestion, SuggestionState to, const std::string& text, Instant now) {
    move(suggestion, to);
    switch (to) {
        case SuggestionState::received:
        case SuggestionState::considered:
            break;
        case SuggestionState::adopted:
        case SuggestionState::declined:
            suggestion.adopted = to == SuggestionState::adopted;
            suggestion.decision = text;
            suggestion.decided_at = now;
            break;
        case SuggestionState::answered:
            suggestion.answer = text;
            suggestion.answered_at = now;
            break;
    }
    return suggestion;
}

Question moved(Question question, QuestionState to, Instant now) {
    move(question, to);
    if (to == QuestionState::closed || to == QuestionState::complaint) question.closed_at = now;
    return question;
}

Question answered(Question question, const std::string& text, const Actor& by, Instant now) {
    question = moved(std::move(question), QuestionState::answered, now);
    question.answer = text;
    question.answered_by = by.id;
    question.answered_at = now;
    if (!question.owner) question.owner = kit::user_acting(by);
    return question;
}

Question updated(Question question, const api::UpdateQuestion& request) {
    if (question.closed_at)
        throw Error(Code::failed_precondition, question.state == QuestionState::complaint
                                                   ? "it is a complaint by now: change that, which has the same id"
                                                   : "a question that is closed is not changed any more");
    apply_patch(question, request);
    return question;
}

Complaint complaint_of(const Question& question, const ReplyDeadlines& deadlines, Instant now) {
    Complaint complaint{.id = ComplaintId(question.id),
                        .number = question.number,
                        .party = question.party,
                        .party_name = question.party_name,
                        .complainant = question.giver,
                        .subject = question.subject,
                        .text = question.text,
                        .owner = question.owner,
                        .former_owner = question.former_owner,
                        .service = question.service,
                        .received_via = question.received_via,
                        .received_at = question.received_at,
                        .was_question = true};
    enter(complaint, State::received, deadlines, now);
    return complaint;
}

}  // namespace rapport::complaints
