// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/scorer.hpp"

namespace rapport::complaints {

/// How complaints come: one by one, by the hundred from another system, and to the severity rule.
class IntakeDesk {
public:
    IntakeDesk(const Casebook& book, const Settings& settings)
        : book_(book), scorer_(severity_rule(settings, book.store())) {}
    kit::Routes routes();

private:
    kit::Shown<Complaint> open(Unit& unit, const kit::New<Complaint>& request);
    kit::ImportedRow import_row(Unit& unit, const api::ImportRow& row);
    static void name_owner(const View& view, Complaint& complaint, const api::ImportRow& row);
    void scored(Unit& unit, const ScoreRequest& request, Opinion opinion);
    void not_scored(Unit& unit, const ScoreRequest& request, const std::string& error);

    const Casebook& book_;
    kit::RuleJob<ScoreRequest, Opinion> scorer_;
};

}  // namespace rapport::complaints
