// SPDX-License-Identifier: MIT
#include "bus/security/toml.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>

#include "bus/base/error.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "bus/security/toml_library.hpp"
#include "bus/wire/walk.hpp"

namespace rapport::bus {
namespace {

namespace fs = std::filesystem;

void put(const toml::node& node, const std::string& where, Writer& out) {
    if (const auto* table = node.as_table()) {
        out.map(table->size());
        for (const auto& [key, value] : *table) {
            out.text(key.str());
            put(value, where + "." + std::string(key.str()), out);
        }
    } else if (const auto* array = node.as_array()) {
        out.array(array->size());
        for (const auto& value : *array) put(value, where, out);
    } else if (const auto* text = node.as_string()) {
        out.text(text->get());
    } else if (const auto* number = node.as_integer()) {
        out.integer(number->get());
    } else if (const auto* flag = node.as_boolean()) {
        out.boolean(flag->get());
    } else {
        throw Error(Code::invalid_argument, where + ": text, a list of text, true or false");
    }
}

[[noreturn]] void cannot(const std::string& what, const fs::path& file, int error) {
    throw Error(Code::failed_precondition,
                "cannot " + what + " " + file.string() + ": " + std::generic_category().message(error));
}

[[noreturn]] void there_is_none(const std::string& where, const std::string& key, std::span<const FieldShape> fields) {
    std::vector<std::string_view> names;
    for (const FieldShape& field : fields) names.push_back(field.name);
    throw Error(Code::invalid_argument, where + ": " + shown_name(key) + ": " + unknown_name(key, names));
}

/// A file being written; gone if it is not finished.
class Draft {
public:
    Draft(const fs::path& file, unsigned mode) : name_(file.string() + ".new") {
        ::unlink(name_.c_str());
        fd_ = ::open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd_ < 0) cannot("write", name_, errno);
    }
    ~Draft() {
        ::close(fd_);
        if (!finished_) ::unlink(name_.c_str());
    }
    void put(std::string_view text) {
        while (!text.empty()) {
            const auto written = ::write(fd_, text.data(), text.size());
            if (written < 0 && errno != EINTR) cannot("write", name_, errno);
            if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
        }
    }
    void finish(const fs::path& file) {
        if (::fsync(fd_) != 0) cannot("write", name_, errno);
        if (::rename(name_.c_str(), file.c_str()) != 0) cannot("write", file, errno);
        finished_ = true;
    }

private:
    const std::string name_;
    int fd_ = -1;
    bool finished_ = false;
};

}  // namespace

std::string read_toml(const fs::path& file) {
    if (std::error_code problem; !fs::exists(file, problem))
        throw Error(Code::not_found, "there is no file " + file.string());
    std::string bytes;
    Writer out(bytes);
    put(parse_toml(file.string()), file.filename().string(), out);
    return bytes;
}

void refuse_unknown_keys(std::string_view map, const Shape& record, const std::string& where) {
    Walk at(map);
    const auto fields = record.fields();
    for (auto pairs = at.map().value_or(0); pairs > 0; --pairs) {
        const auto key = at.text();
        if (!key || !at.value()) return;  // decoding says what is wrong
        if (std::ranges::find(fields, *key, &FieldShape::name) != fields.end()) continue;
        there_is_none(where, std::string(*key), fields);
    }
}

void write_file(const fs::path& file, const std::string& text, unsigned mode) {
    Draft draft(file, mode);
    draft.put(text);
    draft.finish(file);
}

}  // namespace rapport::bus
