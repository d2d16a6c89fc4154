// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "services/gateway/feedback/form.hpp"

/// What people outside see, as HTML: no script, one style sheet, everything that anybody wrote escaped by the
/// templates.
namespace rapport::gateway::feedback {

/// What is wrong with what somebody sent, and what they sent, so that they need not write it again.
struct Trouble {
    std::string said;  ///< in a sentence; empty: nothing is wrong
    Values fields;     ///< beside the fields: what would be right
    Values entered;
};

/// Where all begins: what can be filed.
std::string start_page();
/// A form, sent to the path `target`. `once` names it among all that were ever shown, so that sending it twice files
/// one; empty where that makes no difference.
std::string form_page(const Form& form, const std::string& target, const std::string& once, const Trouble& trouble);
/// What was filed, as the API shows it to whoever has the link. `done` is what they have just done: `filed`, or the
/// name of an action. `trouble` is with the action `failed`.
std::string followed_page(const Form& form, const nlohmann::json& shown, std::string_view done, const Form* failed,
                          const Trouble& trouble);
/// Nothing but a sentence, for what cannot be shown.
std::string message_page(const std::string& title, const std::string& text);

std::string_view style_sheet();

}  // namespace rapport::gateway::feedback
