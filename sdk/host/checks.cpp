// SPDX-License-Identifier: MIT
#include "sdk/host/checks.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sdk/host/number.hpp"

namespace rapport::sdk {
namespace {

/// How many bytes the character at the front of `text` takes, 0 where it is none (RFC 3629).
std::size_t character_at_front(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
        return byte(i) >= low && byte(i) <= high;
    };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF)
        return follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF) && follows(2) ? 3 : 0;
    if (lead >= 0xF0 && lead <= 0xF4)
        return follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF) && follows(2) && follows(3) ? 4 : 0;
    return 0;
}

constexpr std::chrono::milliseconds longest_pause = std::chrono::hours(7 * 24);

void require(bool holds, const PluginSpec& spec, const std::string& what) {
    if (!holds)
        throw PluginError(PluginError::Kind::contract,
                          spec.id + " breaks its contract: " + what + "; its author must mend it");
}

template <class Named>
void check_names(const PluginSpec& spec, const std::vector<Named>& all, const std::string& what) {
    std::set<std::string_view> seen;
    for (const auto& each : all) {
        require(!each.name.empty() && is_utf8(each.name) && is_utf8(each.doc), spec,
                what + " has a name or a text that is empty or not UTF-8");
        require(seen.insert(each.name).second, spec, what + " '" + each.name + "' is declared twice");
    }
}

/// Rounding that a sum of a rule's factors may leave.
double tolerance(const RuleDescription& rule) {
    return 1e-9 * std::max({1.0, std::abs(rule.lowest), std::abs(rule.highest)});
}

/// What is wrong with a scored row; empty where nothing is.
std::string fault(const RuleDescription& rule, const Scores& scores, std::size_t row, double slack) {
    const auto value = scores.values[row], confidence = scores.confidences[row];
    if (!std::isfinite(value)) return "the rule's value is not a number";
    if (value < rule.lowest - slack || value > rule.highest + slack)
        return "the rule's value " + number(value) + " is outside its range " + number(rule.lowest) + " to " +
               number(rule.highest);
    if (!(confidence >= 0 && confidence <= 1)) return "the rule's confidence is not between 0 and 1";
    double sum = 0;
    for (std::size_t f = 0; f < rule.factors.size(); ++f) sum += scores.contributions[f * scores.size() + row];
    if (!rule.factors.empty() && !(std::abs(sum - value) <= 1e3 * slack))
        return "the rule's factors sum to " + number(sum) + ", not to its value " + number(value);
    return {};
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto size = character_at_front(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

void check_sheet(const PluginSpec& spec, const Note& note, const PluginSheet& sheet) {
    require(sheet.id == note.id && sheet.version == note.version && sheet.kind == note.kind &&
                sheet.abi_major == note.abi_major && sheet.abi_minor == note.abi_minor,
            spec,
            "its note says " + note.id + " " + note.version + ", its entry " + sheet.id + " " + sheet.version +
                " (or another kind or ABI)");
    require(is_utf8(sheet.title) && is_utf8(sheet.settings_schema), spec, "its title or settings schema is not UTF-8");
    require(std::isfinite(sheet.lowest) && std::isfinite(sheet.highest) && sheet.lowest <= sheet.highest, spec,
            "its range is not two numbers, the lower first");
    check_names(spec, sheet.inputs, "an input");
    check_names(spec, sheet.factors, "a factor");
}

void check_scores(const RuleDescription& rule, Scores& scores) {
    const auto slack = tolerance(rule);
    for (std::size_t row = 0; row < scores.size(); ++row) {
        if (!scores.reasons.empty() && !is_utf8(scores.reasons[row])) {
            scores.fail(row, "the rule's reason is not UTF-8");
        } else if (scores.statuses[row] > Status::failed) {
            scores.fail(row, "the rule answered with an unknown status");
        } else if (scores.statuses[row] == Status::scored) {
            if (auto why = fault(rule, scores, row, slack); !why.empty()) scores.fail(row, std::move(why));
            scores.values[row] = std::clamp(scores.values[row], rule.lowest, rule.highest);
        }
    }
}

void check_receipts(std::span<Receipt> receipts) {
    for (auto& each : receipts) {
        if (!is_utf8(each.reference)) each.reference.clear();
        if (!is_utf8(each.reason)) each.reason = "the channel gave a reason that is not UTF-8";
        each.retry_after = std::clamp(each.retry_after, std::chrono::milliseconds(0), longest_pause);
    }
}

}  // namespace rapport::sdk
