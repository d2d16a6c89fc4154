// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/cli/imports/rows.hpp"
#include "services/cli/imports/source_file.hpp"

namespace rapport::cli::imports {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

const fs::path samples = RAPPORT_IMPORT_SAMPLES;

/// What the README of the samples says of one of them.
struct Sample {
    std::string name, command, right;
};

std::vector<Sample> all_samples() {
    std::ifstream file(samples / "README.md");
    std::vector<Sample> all;
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view heading = "### ", indent = "    ", command = "    rapport import ";
        if (line.starts_with(heading)) all.push_back({.name = line.substr(heading.size()), .command = {}, .right = {}});
        else if (line.starts_with(command)) all.back().command = line.substr(command.size());
        else if (line.starts_with(indent)) all.back().right += line.substr(indent.size()) + "\n";
    }
    return all;
}

/// The fields of a row of the call, without those that hold what every row has.
void show(const json& value, const std::string& path, std::string& out) {
    if (value.is_object()) {
        for (const auto& [name, within] : value.items()) show(within, path.empty() ? name : path + "." + name, out);
    } else if (value.is_array()) {
        for (std::size_t i = 0; i < value.size(); ++i) show(value[i], path + "[" + std::to_string(i) + "]", out);
    } else {
        static const std::set<std::string> usual{"reference.system \"desk\"", "open true", "received_via \"other\""};
        const std::string text = path + " " + value.dump();
        if (!usual.contains(text)) out += (out.empty() ? "" : " · ") + text;
    }
}

struct Given {
    std::string kind, mapping;
    Reading reading;
};
Given given_by(const std::string& command) {
    std::istringstream words(command);
    Given given;
    words >> given.kind >> given.reading.file;
    given.reading.file = samples / given.reading.file;
    for (std::string option, value; words >> option >> value;) {
        if (option == "--mapping") given.reading.how = read_mapping_file(samples / value);
        else if (option == "--encoding") given.reading.encoding = value;
        else if (option == "--separator") given.reading.separator = value;
        else ADD_FAILURE() << option;
    }
    return given;
}

const Kind& kind_named(const std::string& name) {
    for (const auto& kind : kinds())
        if (kind.name == name) return kind;
    throw Error(Code::invalid_argument, "there is no kind " + name);
}

void read_rows(const Given& given, std::string& out) {
    SourceFile file(given.reading);
    out += file.read_as() + "\n";
    const auto plan = kind_named(given.kind).format("csv").plan(file.rows(), given.reading.how, {});
    for (const auto& column : plan.left_columns) out += "ignored: " + column + "\n";
    const Rows rows(file.rows(), plan.mapping);
    for (kit::CsvRow row; rows.next(row);) {
        const auto [mapped, reason] = rows.mapped(row);
        std::string shown;
        if (mapped) show(json::parse(to_json(mapped->bytes)), "", shown);
        out += "line " + std::to_string(row.line) + (mapped ? ": " + shown : " rejected: " + reason) + "\n";
    }
}

std::string result_of(const std::string& command) {
    std::string out;
    try {
        read_rows(given_by(command), out);
    } catch (const Error& error) {
        out += "refused: " + error.message() + "\n";
    }
    return out;
}

TEST(Samples, GiveWhatTheirReadmeSays) {
    const auto all = all_samples();
    EXPECT_GE(all.size(), 40u);
    for (const auto& [name, command, right] : all) EXPECT_EQ(result_of(command), right) << name << ": " << command;
}

TEST(Samples, AreAllInTheReadme) {
    std::set<std::string> told;
    for (const auto& sample : all_samples()) {
        std::istringstream words(sample.command);
        for (std::string word; words >> word;) told.insert(word);
    }
    for (const auto& entry : fs::directory_iterator(samples)) {
        const auto name = entry.path().filename().string();
        EXPECT_TRUE(name == "README.md" || name.starts_with('.') || told.contains(name)) << name;
    }
}

}  // namespace
}  // namespace rapport::cli::imports
