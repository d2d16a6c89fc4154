// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <string>
#include <vector>

#include "bus/base/error.hpp"
#include "bus/base/fields.hpp"

namespace rapport {

/// Why a field is refused: the closed set of what is said in every language (services/kit/words). Moves that something
/// blocks have reasons of their services' own beside these.
enum class Reason : unsigned char {
    invalid,  ///< anything else
    required,
    empty,
    too_short,     ///< {min}
    too_long,      ///< {max}
    too_few,       ///< {min}
    too_many,      ///< {max}
    out_of_range,  ///< {min, max}
    not_one_of,    ///< {values}
    wrong_type,    ///< {type}
    wrong_form,    ///< {form}
    not_null,
    unclean_text,
    unknown_field,
    no_such_record,
    exists,
    version,
    state,
};
constexpr auto names_of(Reason) {
    using namespace std::literals;
    return std::array{"invalid"sv,    "required"sv, "empty"sv,        "too_short"sv,     "too_long"sv,
                      "too_few"sv,    "too_many"sv, "out_of_range"sv, "not_one_of"sv,    "wrong_type"sv,
                      "wrong_form"sv, "not_null"sv, "unclean_text"sv, "unknown_field"sv, "no_such_record"sv,
                      "exists"sv,     "version"sv,  "state"sv};
}

/// What is wrong with one field, for programs: `reason`, and what belongs into its words.
struct FieldError {
    std::string field;
    std::string reason = std::string(name_of(Reason::invalid));
    Any params;
    static constexpr auto fields =
        describe(Field{"field", &FieldError::field, "its path"},
                 Field{"reason", &FieldError::reason, "why it is refused: a key with words"},
                 Field{"params", &FieldError::params, "what belongs into the words of that reason"});
};

/// Details of an invalid_argument: the first field that is wrong, and all of them.
struct FieldErrors {
    std::string field;
    std::vector<FieldError> errors;
    static constexpr auto fields = describe(Field{"field", &FieldErrors::field, "the first that is wrong"},
                                            Field{"errors", &FieldErrors::errors, "all that are"});
};

}  // namespace rapport
