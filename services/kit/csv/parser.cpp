// SPDX-License-Identifier: MIT
#include "services/kit/csv/parser.hpp"

#include "bus/base/error.hpp"

namespace rapport::kit {

CsvParser::CsvParser(char separator) : separator_(static_cast<unsigned char>(separator)) { open(); }

void CsvParser::begin(std::vector<std::string>& fields) {
    fields_ = &fields;
    count_ = 0;
    ended_ = false;
}

bool CsvParser::feed(std::string_view bytes) {
    if (csv_parse(&parser_, bytes.data(), bytes.size(), on_field, on_row, this) == bytes.size()) return true;
    reset();
    return false;
}

bool CsvParser::finish() {
    const bool whole = csv_fini(&parser_, on_field, on_row, this) == 0;
    reset();
    return whole;
}

void CsvParser::reset() {
    csv_free(&parser_);
    open();
}

void CsvParser::open() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0) throw Error(Code::internal, "no CSV parser");
    csv_set_delim(&parser_, separator_);
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
}

void CsvParser::on_field(void* bytes, std::size_t size, void* self) {
    auto& parser = *static_cast<CsvParser*>(self);
    if (parser.count_ == parser.fields_->size()) parser.fields_->emplace_back();
    (*parser.fields_)[parser.count_++].assign(static_cast<const char*>(bytes), size);
}

}  // namespace rapport::kit
