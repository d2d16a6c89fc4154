// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/actions.hpp"
#include "services/complaints/api/assignment.hpp"
#include "services/complaints/api/bulk.hpp"
#include "services/complaints/api/cases.hpp"
#include "services/complaints/api/categories.hpp"
#include "services/complaints/api/escalation.hpp"
#include "services/complaints/api/feedback.hpp"
#include "services/complaints/api/links.hpp"
#include "services/complaints/api/moves.hpp"
#include "services/complaints/api/notes.hpp"
#include "services/complaints/api/outside.hpp"
#include "services/complaints/api/questions.hpp"
#include "services/complaints/api/report.hpp"
#include "services/complaints/api/review.hpp"
#include "services/complaints/api/targets.hpp"

/// What others may ask of the complaints service and hear from it: all the parts.
