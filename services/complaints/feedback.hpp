// SPDX-License-Identifier: MIT
#pragma once
#include <span>

#include "services/complaints/api/feedback.hpp"

/// The ways of compliments and suggestions: values and pure functions, no I/O.
namespace rapport::complaints {

/// Where one in that state can go.
std::span<const ComplimentState> moves_from(ComplimentState state);
std::span<const SuggestionState> moves_from(SuggestionState state);

/// One that comes.
void begin(Compliment& compliment);
void begin(Suggestion& suggestion);

/// In its new state. failed_precondition, with state and allowed_moves as details, if it cannot go there; publishing
/// also without the giver's consent.
Compliment moved(Compliment compliment, ComplimentState to, Instant now);
Suggestion moved(Suggestion suggestion, SuggestionState to, const std::string& text, Instant now);

}  // namespace rapport::complaints
