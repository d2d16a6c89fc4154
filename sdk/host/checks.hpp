// SPDX-License-Identifier: MIT
#pragma once

#include "sdk/host/image.hpp"
#include "sdk/host/plugins.hpp"
#include "sdk/host/sheet.hpp"

namespace rapport::sdk {

bool is_utf8(std::string_view text);

/// PluginError::contract where the loaded plugin is not what its note said, or describes itself in a way nobody could
/// use.
void check_sheet(const PluginSpec& spec, const Note& note, const PluginSheet& sheet);

/// Fails every row whose answer is no number, outside the rule's range, no sum of its factors, or not UTF-8.
void check_scores(const RuleDescription& rule, Scores& scores);

/// Makes receipts fit to be stored: a text that is not UTF-8 is dropped, a pause is none at least and
/// seven days at most.
void check_receipts(std::span<Receipt> receipts);

}  // namespace rapport::sdk
