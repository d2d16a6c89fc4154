// SPDX-License-Identifier: MIT
#pragma once
#include <iosfwd>
#include <memory>
#include <string>

namespace rapport::kit {

/// The text of a file as UTF-8, whatever its character set. A byte order mark is believed and left out.
class Utf8Source {
public:
    /// Reads the first bytes. `encoding` as CsvReaderOptions has it; without one, zeros beside the first letter tell
    /// UTF-16. invalid_argument about `encoding` for a name that ICU does not know.
    Utf8Source(std::istream& in, const std::string& encoding);
    ~Utf8Source();
    Utf8Source(const Utf8Source&) = delete;
    Utf8Source& operator=(const Utf8Source&) = delete;

    /// By its usual name: `UTF-8`, `UTF-16LE`, `windows-1252`.
    const std::string& encoding() const { return encoding_; }
    /// At most `size` bytes to `to`; 0 at the end. What is none of the encoding's characters becomes bytes that are no
    /// UTF-8, so that it is not taken for text. `internal` if the file could not be read.
    std::size_t read(char* to, std::size_t size);

private:
    class Converter;
    std::size_t read_bytes(char* to, std::size_t size);
    std::size_t read_converted(char* to, std::size_t size);

    std::istream& in_;
    std::string encoding_;
    std::string head_;  ///< bytes that were read to look at them
    std::size_t head_at_ = 0;
    std::unique_ptr<Converter> converter_;  ///< none of UTF-8
};

}  // namespace rapport::kit
