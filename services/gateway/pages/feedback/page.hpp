// SPDX-License-Identifier: MIT
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "services/gateway/pages/feedback/form.hpp"

/// What people outside see, as HTML: one style sheet, one script that says times in the reader's zone and without which
/// nothing is missing, everything that anybody wrote escaped by the templates.
namespace rapport::gateway::feedback {

/// What is wrong with what somebody sent, and what they sent, so that they need not write it again.
struct Trouble {
    std::string said;  ///< in a sentence; empty: nothing is wrong
    Values fields;     ///< beside the fields: what would be right
    Values entered;
};

/// Who reads a page: in which language, in which time zone times are said to them where nothing says theirs, and the
/// path on which they may choose another language.
struct Reader {
    Language language = Language::en;
    std::string time_zone = "UTC", path = "/feedback";
};

/// Where all begins: what can be filed.
std::string start_page(const Reader& reader = {});
/// A form, sent to the path `target`. `once` names it among all that were ever shown, so that sending it twice files
/// one; empty where that makes no difference.
std::string form_page(const Form& form, const std::string& target, const std::string& once, const Trouble& trouble,
                      const Reader& reader = {});
/// What was filed, as the API shows it to whoever has the link. `done` is what they have just done: `filed`, or the
/// name of an action. `trouble` is with the action `failed`.
std::string followed_page(const Form& form, const nlohmann::json& shown, std::string_view done, const Form* failed,
                          const Trouble& trouble, const Reader& reader = {});
/// Nothing but a sentence, for what cannot be shown.
std::string message_page(const std::string& title, const std::string& text, const Reader& reader = {});

std::string_view style_sheet();
/// Says the times on a page in the time zone of the browser, whoever has scripts switched on.
std::string_view script();

}  // namespace rapport::gateway::feedback
