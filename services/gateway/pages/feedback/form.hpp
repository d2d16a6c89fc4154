// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "services/gateway/pages/feedback/wording.hpp"

namespace rapport::gateway::feedback {

/// One thing that a form asks for; `name` is the API's field. What people read is English here, and said in their
/// language by in().
struct Ask {
    /// What is to be filled in.
    enum class Kind { line, email, phone, paragraphs, consent, scale };
    std::string_view name, label, hint;
    Kind kind = Kind::line;
    std::size_t most = 200;         ///< characters; of a scale, its greatest number
    std::string_view missing = {};  ///< what is said where nothing was entered; empty: it may be left out
    std::string_view wrong = {};    ///< what is said of an address or a number that can be none
    std::string_view autocomplete = {};
    bool either = false;  ///< one of those that are so is needed; what is missing is said where none of them is there
};

/// A form, and where in the API what is entered goes.
struct Form {
    std::string_view kind;  ///< `complaint`: the segment of the path
    std::string_view api;   ///< `/api/v1/outside/complaints`
    std::string_view title, intro, button;
    std::span<const Ask> asks;
};

using Values = std::map<std::string, std::string, std::less<>>;  ///< by the name of the field

/// The form that files one of that kind; null if there is none.
const Form* filing(std::string_view kind);
std::span<const Form> filings();
/// What is asked of those who follow a complaint: `reply`, `accept`, `dispute`, `satisfaction`; null for anything else.
const Form* action(std::string_view name);
std::span<const Form> actions();

/// The field that a page adds, so that a form which is sent twice files one.
inline constexpr std::string_view once_field = "once";

/// What the browser sent of that form, by field: without blanks at the ends, line ends as \n; what is one line without
/// the invisible marks that turn its direction, which come along where it was copied. invalid_argument for what is no
/// form, or names a field twice.
Values values_of(const Form& form, std::string_view body);
/// invalid_argument with the first name that is no field of the form.
void check_names(const Form& form, const Values& values);
/// What is wrong with it, by field: said to people, with what would be right. Empty: nothing that we know of.
Values problems_of(const Form& form, const Values& values, Language language = Language::en);
/// What the API is sent: what was left out is not there.
nlohmann::json body_of(const Form& form, const Values& values);

}  // namespace rapport::gateway::feedback
