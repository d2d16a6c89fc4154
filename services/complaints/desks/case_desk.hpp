// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/cases/casebook.hpp"

namespace rapport::complaints {

/// How complaints are found, kept and judged.
class CaseDesk {
public:
    explicit CaseDesk(const Casebook& book) : book_(book) {}
    kit::Routes routes();

private:
    kit::Shown<Complaint> get(View& view, const kit::ById<ComplaintId>& request);
    kit::Shown<Complaint> update(Unit& unit, const kit::Edit<Complaint>& request);
    kit::Shown<Complaint> assess(Unit& unit, const api::Assess& request);

    void settle_category(const View& view, Complaint& complaint) const;

    const Casebook& book_;
};

}  // namespace rapport::complaints
