// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport::kit {

/// The answer of a method that makes a file of text. Over HTTP it is that file, unless JSON is asked for; and where the
/// path is another one's with `/csv` behind it, that one asked for `text/csv` answers it too.
struct File {
    std::string name, media_type, content;
    static constexpr auto fields =
        describe(Field{"name", &File::name, "of the file"}, Field{"media_type", &File::media_type, "such as text/csv"},
                 Field{"content", &File::content, "UTF-8"});
};

}  // namespace rapport::kit
