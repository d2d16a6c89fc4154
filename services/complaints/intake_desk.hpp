// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/scorer.hpp"

namespace rapport::complaints {

/// How complaints come: one by one, by the hundred from another system, and to the severity rule.
class IntakeDesk {
public:
    IntakeDesk(const Casebook& book, const Settings& settings) : book_(book), scorer_(settings, book.store()) {}
    kit::Routes routes();

private:
    Complaint open(Unit& unit, const api::Open& request);
    api::ImportResult import(Unit& unit, const api::Import& request);
    api::Imported import_row(Unit& unit, const Any& row);
    void scored(Unit& unit, std::string_view payload, std::string_view result);
    void not_scored(Unit& unit, std::string_view payload, const std::string& error);

    const Casebook& book_;
    Scorer scorer_;
};

}  // namespace rapport::complaints
