// SPDX-License-Identifier: MIT
#include "services/cli/imports/source_file.hpp"

#include "bus/base/error.hpp"
#include "services/kit/csv/separator.hpp"

namespace rapport::cli::imports {
namespace {

std::ifstream opened(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) throw Error(Code::invalid_argument, "cannot read " + path);
    return stream;
}

kit::CsvReaderOptions options_of(const Reading& reading) {
    const auto either = [](const std::string& said, const std::optional<std::string>& mapped) {
        return said.empty() ? mapped.value_or("") : said;
    };
    kit::CsvReaderOptions options{.separator = {}, .encoding = either(reading.encoding, reading.how.encoding)};
    if (const auto name = either(reading.separator, reading.how.separator); !name.empty()) {
        options.separator = kit::separator_named(name);
        if (!options.separator) throw invalid("separator", "must be comma, semicolon, tab, pipe, or one character");
    }
    return options;
}

}  // namespace

SourceFile::SourceFile(const Reading& reading) : stream_(opened(reading.file)), rows_(stream_, options_of(reading)) {}

std::string SourceFile::read_as() const {
    return "read as " + rows_.encoding() + ", separator " + kit::name_of_separator(rows_.separator());
}

}  // namespace rapport::cli::imports
