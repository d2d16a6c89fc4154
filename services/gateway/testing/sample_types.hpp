// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/fields.hpp"

namespace rapport::gateway::testing {

/// What the sample service keeps.
struct Sample {
    std::string id, title;
    std::int64_t version = 0;
    static constexpr auto fields =
        describe(Field{"id", &Sample::id, "which"}, Field{"title", &Sample::title, "one line"},
                 Field{"version", &Sample::version, "counts changes"});
};

/// Asks for a new sample.
struct Make {
    std::string title;
    static constexpr auto fields = describe(Field{"title", &Make::title, "one line", length(1, 200)});
};

/// Asks for another title, at a version.
struct Change {
    std::string id;
    std::optional<std::string> title;
    std::optional<std::int64_t> version;
    static constexpr auto fields =
        describe(Field{"id", &Change::id, "which"}, Field{"title", &Change::title, "one line", length(1, 200)},
                 Field{"version", &Change::version, "the one that was read"});
};

/// Names a sample.
struct ById {
    std::string id;
    static constexpr auto fields = describe(Field{"id", &ById::id, "which"});
};

/// What opens something, told once.
struct Key {
    std::string id, key;
    static constexpr auto fields =
        describe(Field{"id", &Key::id, "of the sample"}, Field{"key", &Key::key, "opens it", secret});
};

/// Asks for a page, by tags.
struct List {
    std::int64_t limit = 50;
    std::vector<std::string> tags;
    static constexpr auto fields = describe(Field{"limit", &List::limit, "how many", between(1, 200), defaulted},
                                            Field{"tags", &List::tags, "only with all of these"});
};

/// An answer that is a file.
struct File {
    std::string name, media_type, content;
    static constexpr auto fields =
        describe(Field{"name", &File::name, "of the file"}, Field{"media_type", &File::media_type, "text/csv"},
                 Field{"content", &File::content, "text"});
};

/// One page of samples.
struct Page {
    std::vector<Sample> items;
    std::optional<std::string> next;
    static constexpr auto fields =
        describe(Field{"items", &Page::items, "in order"}, Field{"next", &Page::next, "where to go on"});
};

}  // namespace rapport::gateway::testing
