// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"

/// Which times a record can have: values and pure functions, no I/O. All throw invalid_argument that names the field
/// and what would be right.
namespace rapport::complaints {

/// When something came that is entered at `now`: what lies in the future by less than another machine's clock may go
/// ahead of ours counts as now.
Instant received_by(Instant received_at, Instant now);

/// When something that is entered at `now` came: after 1900 and by now.
void check_received(Instant received_at, Instant now);

/// A complaint as it is entered at `now`: it came after 1900 and by now; it was acknowledged, got an offer and was
/// over in that order, after it came and by now; and what is open is not over.
void check_times(const Complaint& complaint, Instant now);

/// The day by which something is to be done about a complaint: not before it came.
void check_due(const std::string& field, const std::optional<Day>& due, const Complaint& complaint);

/// From which day to which: none of it is to come when `today` is the last that has begun.
void check_begun(const std::string& field, Day from, Day today);

}  // namespace rapport::complaints
