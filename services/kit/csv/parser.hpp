// SPDX-License-Identifier: MIT
#pragma once
#include <csv.h>

#include <string>
#include <string_view>
#include <vector>

namespace rapport::kit {

/// libcsv, strict, for one row at a time. It keeps blanks: they belong to the field. For sources only.
class CsvParser {
public:
    /// `internal` if libcsv has no memory.
    explicit CsvParser(char separator);
    ~CsvParser() { csv_free(&parser_); }
    CsvParser(const CsvParser&) = delete;
    CsvParser& operator=(const CsvParser&) = delete;

    /// Fields go to `fields`, of which the first count() are this row's.
    void begin(std::vector<std::string>& fields);
    /// False for bytes that no row may hold; begin anew after it.
    bool feed(std::string_view bytes);
    /// The file ends here. False if it does so within quotes.
    bool finish();
    void reset();
    bool ended() const { return ended_; }
    std::size_t count() const { return count_; }

private:
    void open();
    static void on_field(void* bytes, std::size_t size, void* self);
    static void on_row(int, void* self) { static_cast<CsvParser*>(self)->ended_ = true; }

    csv_parser parser_{};
    unsigned char separator_;
    std::vector<std::string>* fields_ = nullptr;
    std::size_t count_ = 0;
    bool ended_ = false;
};

}  // namespace rapport::kit
