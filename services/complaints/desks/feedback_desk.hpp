// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/feedback_book.hpp"

namespace rapport::complaints {

/// Compliments and suggestions, from receipt to their end.
class FeedbackDesk {
public:
    explicit FeedbackDesk(const Casebook& book) : book_(book), books_(book) {}
    kit::Routes routes();
    void add_derivations(std::vector<kit::Derivation>& all) const {
        books_.compliments.add_derivation(all);
        books_.suggestions.add_derivation(all);
    }

private:
    kit::Shown<Compliment> create_compliment(Unit& unit, const kit::New<Compliment>& request);
    kit::Shown<Suggestion> create_suggestion(Unit& unit, const kit::New<Suggestion>& request);

    const Casebook& book_;
    FeedbackBooks books_;
};

}  // namespace rapport::complaints
