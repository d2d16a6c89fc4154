// SPDX-License-Identifier: MIT
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/text.hpp"

namespace rapport {

struct Shape;
struct Any;

/// Of a field that once held something else than a value of its type: each text that `texts` finds in what was stored
/// is read as one of them; what cannot be read so is kept in the field called `kept_in`, so that nothing is lost.
struct Formerly {
    std::string_view kept_in = {};
    std::vector<std::string> (*texts)(const Any& stored) = nullptr;
};

/// What a field's value must hold beyond its type. Made by length(), between() and the marks in fields.hpp.
struct Bounds {
    std::optional<std::int64_t> min_length, max_length;  ///< of text in code points, of a list in elements
    std::optional<double> min, max;                      ///< of a number, both allowed
    bool personal = false;           ///< about a person: masked in the monitor, blanked by an erasure
    bool secret = false;             ///< never shown, not even in a log
    TextForm form = TextForm::line;  ///< of text, or of the texts in a list: what decode_request() takes
};

/// What a field of an entity is for: by these the kit makes an entity's requests, its lists and its table of them.
struct Purposes {
    bool initial = false;   ///< said when an entity is created, and not changed by an update
    bool editable = false;  ///< said when one is created, and changed by an update
    bool filter = false;    ///< lists show those with one value of it
    bool searched = false;  ///< lists find its words
    bool sorted = false;    ///< lists are sorted by it
    bool folded = false;    ///< a name: filtered and sorted without regard to case, accents and width
    bool hides = false;     ///< lists leave out those where it is true, unless it is filtered by
};

/// What a page that is made from the declaration alone should know of a field, where its type and purposes do not say
/// it.
struct Ui {
    std::int32_t rank = 0;        ///< of its column in lists, from 1; 0: none of them
    bool headline = false;        ///< what a record is called begins with it
    std::string_view group = {};  ///< under which heading it stands
    std::string_view unit = {};   ///< of a number: `percent`, `minutes`, `bytes`
};

/// One field of a record: its declaration, with the types rubbed off.
struct FieldShape {
    std::string_view name;
    std::string_view doc;
    const Shape* shape;
    std::size_t offset;  ///< of the member within the record
    Bounds bounds;
    bool required() const;  ///< neither optional, nor a list, nor with a default
    bool has_default = false;
    bool part = false;      ///< Shape::said has whether it is said; it is written only if it is
    bool nullable = false;  ///< of such a field: it may be said to be null, which empties it
    Purposes purposes = {};
    std::string_view old_name = {};  ///< what it was called before, in what is stored; empty: nothing else
    Formerly formerly = {};          ///< of an optional or a list that once held something else
    Ui ui = {};
    const Shape* described = nullptr;  ///< what JSON Schema says of it, if not `shape`: of an Any that is read later
    std::span<const std::string_view> also = {};  ///< of such a field: words that stand for a value, such as `none`
};

/// How values of one C++ type are read and written: a table that codec, JSON Schema, CSV and redaction interpret, so
/// that none of them is a template. Lives as long as the program.
struct Shape {
    /// Which of the members below mean something.
    enum class Kind : unsigned char { boolean, integer, number, text, list, optional, record, any };

    Kind kind;
    std::string_view name = {};    ///< of a record or an enumeration: its type without namespaces
    std::string_view titled = {};  ///< of a record: what JSON Schema calls it, if not by its name
    std::string_view title() const { return titled.empty() ? name : titled; }
    std::string_view ref = {};     ///< of an id: of what, `registry.Party`
    std::string_view type = {};    ///< of an enumeration: its type with namespaces
    std::string_view format = {};  ///< of text: JSON Schema's format (`date-time`, `date`, `uuid`), or nothing
    std::string_view wanted = {};  ///< of text with a form: what would be right, for messages
    std::span<const std::string_view> values = {};  ///< of an enumeration, in order
    bool free_text() const { return kind == Kind::text && wanted.empty() && values.empty(); }  ///< std::string itself

    bool (*get_boolean)(const void*) = nullptr;
    void (*set_boolean)(void*, bool) = nullptr;
    std::int64_t (*get_integer)(const void*) = nullptr;
    bool (*set_integer)(void*, std::int64_t) = nullptr;  ///< false: does not fit
    double (*get_number)(const void*) = nullptr;
    void (*set_number)(void*, double) = nullptr;
    /// The text itself, or one that is made in the second argument; lives as long as both.
    std::string_view (*get_text)(const void*, std::string&) = nullptr;
    bool (*set_text)(void*, std::string_view) = nullptr;    ///< false: not of that form
    const Shape* element = nullptr;                         ///< of a list or an optional
    std::size_t (*size)(const void*) = nullptr;             ///< of a list; of an optional 0 or 1
    const void* (*at)(const void*, std::size_t) = nullptr;  ///< of a list or an optional that has a value
    void* (*append)(void*) = nullptr;                   ///< of a list: a new last element; of an optional: its value
    void (*clear)(void*) = nullptr;                     ///< of a list or an optional
    std::span<const FieldShape> (*fields)() = nullptr;  ///< of a record
    /// Of a record that has such fields: which of its fields are said, the first by the lowest bit; 64 at most.
    std::uint64_t& (*said)(void*) = nullptr;
    std::string& (*any)(void*) = nullptr;  ///< of Any: its bytes
};

/// The member within its record.
inline const void* member_of(const FieldShape& field, const void* record) {
    return static_cast<const std::byte*>(record) + field.offset;
}
inline void* member_of(const FieldShape& field, void* record) { return static_cast<std::byte*>(record) + field.offset; }
inline bool FieldShape::required() const {
    return !has_default && shape->kind != Shape::Kind::optional && shape->kind != Shape::Kind::list &&
           shape->kind != Shape::Kind::any;
}

}  // namespace rapport
