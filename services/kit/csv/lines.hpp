// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/csv/utf8_source.hpp"

#include <string_view>

namespace rapport::kit {

inline bool ends_line(char c) { return c == '\r' || c == '\n'; }
/// Where the line that `at` stands in ends, its end included.
std::size_t end_of_line(std::string_view text, std::size_t at);

/// The text of a file in pieces that end with a line end, or where the buffer does.
class Lines {
public:
    explicit Lines(Utf8Source& source) : source_(source) {}

    /// How the file begins, as far as the buffer goes; `whole`: that is all. Before the first piece.
    struct Head {
        std::string_view text;
        bool whole;
    };
    Head head();
    /// Empty at the end of the file. Good until the next call of anything here.
    std::string_view next();
    /// Has next() give `text` once more, which it gave last; it begins on that line.
    void unread(std::string_view text, std::size_t line);
    /// Goes past so much text that was unread, and to the end of the line on which it ends.
    void skip(std::size_t size);
    /// On which the last piece is.
    std::size_t line() const { return line_; }
    /// The last piece ends its line.
    bool ended_line() const { return starts_line_; }

private:
    bool fill();

    Utf8Source& source_;
    std::string buffer_ = std::string(64 << 10, '\0');
    std::size_t at_ = 0, size_ = 0, line_ = 0;
    std::string again_;  ///< what is given once more, before the buffer goes on
    std::size_t again_at_ = 0;
    bool starts_line_ = true, after_cr_ = false;
};

}  // namespace rapport::kit
