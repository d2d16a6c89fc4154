// SPDX-License-Identifier: MIT
#include "services/cli/demo/year.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

namespace rapport::cli::demo {
namespace {

constexpr std::size_t rows_in_call = 50;

/// The standard says what its engine gives, and not what its distributions do.
class Draw {
public:
    explicit Draw(std::uint32_t seed) : engine_(seed) {}
    int from(int least, int most) {
        return least + static_cast<int>(engine_() % static_cast<std::uint32_t>(most - least + 1));
    }
    const Json& of(const Json& list) {
        return list.at(static_cast<std::size_t>(from(0, static_cast<int>(list.size()) - 1)));
    }
    bool one_in(int many) { return from(1, many) == 1; }

private:
    std::mt19937 engine_;
};

/// How many days it took: what is urgent goes first, and some of all are late.
int days_taken(Draw& draw, const std::string& priority) {
    const int most = priority == "P1" ? 1 : priority == "P2" ? 4 : priority == "P3" ? 9 : 16;
    return draw.from(priority == "P1" ? 0 : 1, draw.one_in(8) ? most * 3 : most);
}

std::string time_of(Draw& draw, int days_ago, int first_hour, int last_hour) {
    const int hour = draw.from(first_hour, last_hour);
    return fmt::format("~-{}w {:02}:{:02}", days_ago, hour, draw.from(0, 59));
}

/// A complaint that came in and was closed, as another system would hand it over.
Json drawn_row(Draw& draw, const Json& year, const std::string& language, int received) {
    const Json& kind = draw.of(year.at("kinds"));
    const Json& words = kind.at(language);
    const std::string priority = draw.of(kind.at("priorities"));
    const int closed = std::max(received - days_taken(draw, priority), 1);
    Json row;
    row["party"] = "@" + draw.of(year.at("parties").at(language)).get<std::string>();
    row["subject"] = draw.of(words.at("subjects"));
    row["text"] = draw.of(words.at("texts"));
    row["category"] = kind.at("category");
    row["subcategory"] = kind.at("subcategory");
    row["owner"] = draw.of(year.at("owners").at(language));
    row["resolution"] = draw.of(words.at("resolutions"));
    row["impact"] = priority == "P1" ? 5 : priority == "P2" ? 4 : draw.from(1, 3);
    row["priority"] = priority;
    row["received_via"] = draw.of(year.at("channels"));
    row["received_at"] = time_of(draw, received, 7, 12);
    row["closed_at"] = time_of(draw, closed, 13, 16);
    row["open"] = false;
    return row;
}

/// Who complained says how satisfied they are, by the link that they were given.
void add_rating(Draw& draw, const Json& rating, const std::string& key, const std::string& language,
                std::vector<Step>& steps) {
    steps.push_back({.key = key + "-link",
                     .service = "complaints",
                     .method = "outside_link",
                     .as = {},
                     .params = {{"id", "@" + key}},
                     .asks = true});
    Json params{{"token", "@" + key + "-link.token"}, {"satisfaction", rating.at("satisfaction")}};
    if (rating.contains(language) && draw.one_in(2)) params["comment"] = draw.of(rating.at(language));
    steps.push_back({.key = key + "-rating",
                     .service = "complaints",
                     .method = "rate",
                     .as = "outside",
                     .makes = "ratings",
                     .params = std::move(params)});
}

}  // namespace

void add_year(const Json& year, std::uint32_t seed, std::vector<Step>& steps) {
    Draw draw(seed);
    const int count = year.at("count");
    std::vector<std::pair<std::string, std::string>> rated;  // keys with the languages
    Step call{.key = {}, .service = "complaints", .method = "import", .as = {}, .makes = "complaints of the year"};
    const auto finish = [&] {
        if (call.rows.empty()) return;
        call.key = call.rows.front() + " and so on";
        steps.push_back(call);
        call.rows.clear();
    };
    for (int i = 0; i < count; ++i) {
        const std::string key = fmt::format("y{:03}", i + 1), language = draw.one_in(3) ? "zh" : "en";
        // The oldest first, a little more of them lately: there are more customers by now.
        const int received = std::max(366 - i * 340 / count - draw.from(0, 12), 12);
        Json row = drawn_row(draw, year, language, received);
        row["reference"] = reference_of(seed, key);
        if (call.rows.empty()) call.params = {{"rows", Json::array()}};
        call.params["rows"].push_back(std::move(row));
        call.rows.push_back(key);
        if (draw.one_in(3)) rated.emplace_back(key, language);
        if (call.rows.size() == rows_in_call) finish();
    }
    finish();
    for (const auto& [key, language] : rated) add_rating(draw, draw.of(year.at("ratings")), key, language, steps);
}

}  // namespace rapport::cli::demo
