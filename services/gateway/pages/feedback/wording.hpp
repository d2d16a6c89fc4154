// SPDX-License-Identifier: MIT
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "services/kit/language/language.hpp"

namespace rapport::gateway::feedback {

using kit::Language;

/// One text of the pages in each language. The English one is also what it is called in the code.
struct Text {
    std::string_view en, zh, de;
};
/// All that the pages say by themselves.
std::span<const Text> wording();

/// That text in the language. What is no text of the pages, such as what somebody wrote, is given back as it is.
std::string_view in(Language language, std::string_view en);
/// The same, with what stands for `{}` in it.
std::string in(Language language, std::string_view en, const std::string& with);

}  // namespace rapport::gateway::feedback
