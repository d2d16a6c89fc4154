// SPDX-License-Identifier: MIT
#include "services/kit/config.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bus/base/error.hpp"
#include "bus/base/known_fields.hpp"
#include "bus/base/names.hpp"
#include "bus/security/toml_library.hpp"

extern char** environ;

namespace rapport::kit {
namespace {

/// Key → value as MessagePack, and where it came from.
struct Given {
    std::string value, origin;
    std::vector<std::string> items = {};  ///< of a list that was given as text
};

/// What is being read, and by whom.
struct Reading {
    const Shape& shape;
    const std::vector<const Shape*>& others;
    bool rest_is_of_others;
    std::map<std::string, Given> values = {};
};

const FieldShape* field_named(const Shape& shape, std::string_view name) {
    const auto fields = shape.fields();
    const auto found = std::ranges::find(fields, name, &FieldShape::name);
    return found == fields.end() ? nullptr : &*found;
}

/// All that may be set in the same place.
std::vector<std::string_view> keys_of(const Reading& reading) {
    std::vector<std::string_view> keys;
    const auto add = [&keys](const Shape& shape) {
        for (const FieldShape& field : shape.fields()) keys.push_back(field.name);
    };
    add(reading.shape);
    for (const Shape* other : reading.others) add(*other);
    return keys;
}

/// What services were told one by one and the organisation says now, for all of them.
constexpr std::array of_the_organisation{std::string_view("public_url"), std::string_view("organisation"),
                                         std::string_view("language"), std::string_view("time_zone")};

/// What is wrong with a key that is none.
std::string refusal_of(const Reading& reading, const std::string& key) {
    if (std::ranges::find(of_the_organisation, key) == of_the_organisation.end())
        return unknown_name(key, keys_of(reading));
    return "the organisation says it for all services now: take it out here and say it with PATCH "
           "/api/v1/organisation, or in [organisation] of gateway.toml before the first start";
}

/// The field that a key names, or that `<key>_file` names.
const FieldShape* field_of_key(const Shape& shape, const std::string& key) {
    if (const FieldShape* field = field_named(shape, key)) return field;
    if (!key.ends_with("_file")) return nullptr;
    const FieldShape* field = field_named(shape, key.substr(0, key.size() - 5));
    return field && field->bounds.secret ? field : nullptr;
}

bool of_others(const Reading& reading, const std::string& key) {
    if (field_of_key(reading.shape, key)) return false;
    return reading.rest_is_of_others || std::ranges::any_of(reading.others, [&](const Shape* other) {
               return field_of_key(*other, key) != nullptr;
           });
}

std::string content_of(const std::string& file, const std::string& key) {
    std::ifstream in(file);
    if (!in) throw Error(Code::invalid_argument, key + ": the file " + file + " cannot be read");
    std::ostringstream text;
    text << in.rdbuf();
    std::string content = text.str();
    content.erase(content.find_last_not_of("\r\n") + 1);
    return content;
}

/// Text from the environment or a flag, as what its field is.
std::string value_from_text(const Shape& shape, const std::string& text) {
    std::string bytes;
    Writer out(bytes);
    const Shape& plain = shape.kind == Shape::Kind::optional ? *shape.element : shape;
    if (plain.kind == Shape::Kind::text) out.text(text);
    else if (plain.kind == Shape::Kind::boolean && (text == "true" || text == "false")) out.boolean(text == "true");
    else bytes = from_json(text);
    return bytes;
}

bool is_list_of_text(const Shape& shape) {
    return shape.kind == Shape::Kind::list && shape.element->kind == Shape::Kind::text;
}

/// Divided by commas; a flag that is given again adds to its list.
std::string list_from_text(const std::string& text, std::vector<std::string>& items) {
    std::istringstream in(text);
    for (std::string item; std::getline(in, item, ',');) items.push_back(item);
    std::string bytes;
    Writer out(bytes);
    out.array(items.size());
    for (const std::string& item : items) out.text(item);
    return bytes;
}

void give(Reading& reading, const std::string& key, const std::string& text, const std::string& origin) {
    if (of_others(reading, key)) return;
    const FieldShape* field = field_of_key(reading.shape, key);
    if (!field) throw Error(Code::invalid_argument, origin + ": " + shown_name(key) + ": " + refusal_of(reading, key));
    const std::string name(field->name);
    const std::string content = key == name ? text : content_of(text, key);
    try {
        Given given{{}, origin};
        if (is_list_of_text(*field->shape)) {
            if (reading.values[name].origin == origin) given.items = reading.values[name].items;
            given.value = list_from_text(content, given.items);
        } else {
            given.value = value_from_text(*field->shape, content);
        }
        reading.values[name] = std::move(given);
    } catch (const Error&) {
        throw Error(Code::invalid_argument, origin + ": " + key + ": is not a value of its type");
    }
}

std::string json_of(const toml::node& node) {
    std::ostringstream out;
    if (const auto* text = node.as_string()) {
        std::string bytes;
        Writer(bytes).text(text->get());
        return to_json(bytes);
    }
    if (const auto* table = node.as_table()) out << toml::json_formatter(*table);
    else if (const auto* array = node.as_array()) out << toml::json_formatter(*array);
    else if (const auto* number = node.as_integer()) out << number->get();
    else if (const auto* real = node.as_floating_point()) out << real->get();
    else if (const auto* truth = node.as_boolean()) out << (truth->get() ? "true" : "false");
    else throw Error(Code::invalid_argument, "dates are written as text here");
    return out.str();
}

void read_file(Reading& reading, const std::string& file) {
    if (!std::filesystem::exists(file)) return;
    for (const auto& [key, node] : bus::parse_toml(file)) {
        const std::string name(key.str());
        if (field_named(reading.shape, name) && !node.is_string())
            reading.values[name] = {from_json(json_of(node)), file};
        else give(reading, name, node.is_string() ? node.as_string()->get() : "", file);
    }
}

}  // namespace

ConfigSources::ConfigSources(std::string service, std::string toml_file, std::vector<std::string> flags,
                             std::map<std::string, std::string> environment)
    : service_(std::move(service)),
      file_(std::move(toml_file)),
      flags_(std::move(flags)),
      environment_(std::move(environment)) {}

std::map<std::string, std::string> ConfigSources::process_environment() {
    std::map<std::string, std::string> all;
    for (char** entry = environ; *entry; ++entry) {
        const std::string_view text(*entry);
        const auto equals = text.find('=');
        if (equals != text.npos) all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
}

std::string ConfigSources::variable(const std::string& service, const std::string& key) {
    std::string name = "RAPPORT_" + service + "_" + key;
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return c == '-' ? '_' : std::toupper(c); });
    return name;
}

void ConfigSources::read(const Shape& shape, void* settings) const {
    Reading reading{shape, others_, rest_is_of_others_};
    read_file(reading, file_);

    const std::string prefix = variable(service_, "");
    for (const auto& [name, text] : environment_) {
        if (!name.starts_with(prefix)) continue;
        std::string key = name.substr(prefix.size());
        std::ranges::transform(key, key.begin(), [](unsigned char c) { return std::tolower(c); });
        give(reading, key, text, name);
    }
    for (std::size_t i = 0; i < flags_.size(); ++i) {
        std::string flag = flags_[i], text;
        // Not told: it may be the end of a value that was not quoted, and that a password.
        if (!flag.starts_with("--"))
            throw Error(Code::invalid_argument,
                        "argument " + std::to_string(i + 1) +
                            " is no flag such as --bus URL; a value with blanks stands in quotes");
        const auto equals = flag.find('=');
        if (equals != flag.npos) text = flag.substr(equals + 1);
        else if (i + 1 < flags_.size()) text = flags_[++i];
        else throw Error(Code::invalid_argument, flag + ": needs a value");
        std::string key = flag.substr(2, equals == flag.npos ? flag.npos : equals - 2);
        std::ranges::replace(key, '-', '_');
        give(reading, key, text, flag.substr(0, equals));
    }

    const auto& values = reading.values;
    std::string bytes;
    Writer out(bytes);
    out.map(values.size());
    for (const auto& [key, given] : values) {
        out.text(key);
        out.raw(given.value);
    }
    try {
        KnownFields(shape).check(bytes);
        decode_request(shape, settings, bytes);
    } catch (const Error& error) {
        const std::string key = error.message().substr(0, error.message().find_first_of(":.["));
        const auto given = values.find(key);
        throw Error(Code::invalid_argument, (given == values.end() ? "settings of " + service_ : given->second.origin) +
                                                ": " + error.message());
    }
}

std::string masked(const Shape& shape, const void* settings) {
    std::string bytes;
    Writer out(bytes);
    out.map(shape.fields().size());
    for (const FieldShape& field : shape.fields()) {
        out.text(field.name);
        if (field.bounds.secret) out.text("***");
        else encode(*field.shape, member_of(field, settings), bytes);
    }
    return to_json(bytes);
}

}  // namespace rapport::kit
