// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <concepts>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "bus/base/any.hpp"
#include "bus/base/id.hpp"
#include "bus/base/shape.hpp"
#include "bus/base/time.hpp"

namespace rapport {

/// The shape of `T`: what codec and schema read. `T` is a bool, integer, double, std::string, Instant, Day, Id, Named
/// enumeration, Described struct, Any, or an optional or vector of those; or a struct that says its shape itself, by
/// `static Shape shape()`.
template <class T>
const Shape& shape_of();

/// At least `min` and at most `max` characters (code points) of text, or elements of a list. Text of at least one has
/// one that can be seen.
struct Length {
    std::int64_t min, max;
};
constexpr Length length(std::int64_t min, std::int64_t max) { return {min, max}; }

/// From `min` to `max`, both allowed.
struct Between {
    double min, max;
};
constexpr Between between(double min, double max) { return {min, max}; }

/// About a person: masked in the monitor, blanked by an erasure.
struct Personal {};
inline constexpr Personal personal;
/// Never shown, not even in a log; taken as it is, as `verbatim` is.
struct Secret {};
inline constexpr Secret secret;
/// Text that may have several lines. Text without this or one of the next two marks is one line.
struct Multiline {};
inline constexpr Multiline multiline;
/// Text that a program reads again, and not people: taken as it is, blanks, controls and all.
struct Verbatim {};
inline constexpr Verbatim verbatim;
/// An e-mail address, of at most 254 bytes: see is_email_address().
struct EmailAddress {};
inline constexpr EmailAddress email_address;
/// May be left out: the struct's own initialiser holds then.
struct Defaulted {};
inline constexpr Defaulted defaulted;
/// What the field was called before: what is stored is read by this name, too.
struct Was {
    std::string_view name;
};
constexpr Was was(std::string_view name) { return {name}; }

/// The rank of a field's column in lists, from 1. Of an entity without such a mark a rank is guessed.
struct Listed {
    std::int32_t rank;
};
constexpr Listed listed(std::int32_t rank) { return {rank}; }
/// What a record is called begins with this field. Without it: its number, and its title, name or subject.
struct Headline {};
inline constexpr Headline headline;
/// Under which heading a field stands on a page of its record: a key in snake_case.
struct Grouped {
    std::string_view group;
};
constexpr Grouped grouped(std::string_view group) { return {group}; }
/// The unit of a number: `percent`, `minutes`, `bytes`.
struct InUnit {
    std::string_view unit;
};
constexpr InUnit in_unit(std::string_view unit) { return {unit}; }

/// The purposes of a field of an entity: see Purposes.
struct Purpose {
    bool Purposes::*one;
};
inline constexpr Purpose initial{&Purposes::initial}, editable{&Purposes::editable}, filter{&Purposes::filter},
    searched{&Purposes::searched}, sorted{&Purposes::sorted}, folded{&Purposes::folded}, hides{&Purposes::hides};

/// Takes over what the entity `T` says of its field of the same name: doc, bounds and whether it has a default.
template <class T>
struct AsIn {};
template <class T>
inline constexpr AsIn<T> as_in;

/// One field of a record `T`: name on the wire, member, and what a reader must know.
template <class T, class M>
struct Field {
    std::string_view name;
    M T::*member;
    std::string_view doc;
    Bounds bounds;
    bool has_default = false;
    Purposes purposes;
    std::string_view old_name;
    Formerly formerly;
    Ui ui;
    const Shape& (*lender)() = nullptr;  ///< the record whose field of this name says what this one holds

    template <class... Marks>
    constexpr Field(std::string_view name_, M T::*member_, std::string_view doc_, Marks... marks)
        : name(name_), member(member_), doc(doc_) {
        (mark(marks), ...);
    }
    template <class Lender>
    constexpr Field(std::string_view name_, M T::*member_, AsIn<Lender>)
        : name(name_), member(member_), lender(&shape_of<Lender>) {}

private:
    constexpr void mark(Length l) {
        bounds.min_length = l.min;
        bounds.max_length = l.max;
    }
    constexpr void mark(Between b) {
        bounds.min = b.min;
        bounds.max = b.max;
    }
    constexpr void mark(Personal) { bounds.personal = true; }
    constexpr void mark(Secret) {
        bounds.secret = true;
        bounds.form = TextForm::verbatim;
    }
    constexpr void mark(Multiline) { bounds.form = TextForm::lines; }
    constexpr void mark(Verbatim) { bounds.form = TextForm::verbatim; }
    constexpr void mark(EmailAddress) {
        mark(Length{3, 254});
        bounds.form = TextForm::email;
    }
    constexpr void mark(Defaulted) { has_default = true; }
    constexpr void mark(Was w) { old_name = w.name; }
    constexpr void mark(Formerly once) { formerly = once; }
    constexpr void mark(Listed l) { ui.rank = l.rank; }
    constexpr void mark(Headline) { ui.headline = true; }
    constexpr void mark(Grouped g) { ui.group = g.group; }
    constexpr void mark(InUnit u) { ui.unit = u.unit; }
    constexpr void mark(Purpose purpose) { purposes.*purpose.one = true; }
};
template <class T, class M, class... Marks>
Field(const char*, M T::*, const char*, Marks...) -> Field<T, M>;
template <class T, class M, class Lender>
Field(const char*, M T::*, AsIn<Lender>) -> Field<T, M>;

/// What every entity begins with.
template <class T, class IdType, class Version>
struct Identity {
    Field<T, IdType> id;
    Field<T, Version> version;
};
template <class T, class IdType>
constexpr Identity<T, IdType, std::int64_t> identity(IdType T::*id, std::int64_t T::*version) {
    return {{"id", id, "its id"}, {"version", version, "counts its changes, from 1"}};
}
/// The same of a request that changes an entity.
template <class T, class IdType>
constexpr Identity<T, IdType, std::optional<std::int64_t>> identity(IdType T::*id,
                                                                    std::optional<std::int64_t> T::*version) {
    return {{"id", id, "its id"}, {"version", version, "the version that was read: aborted if it is another by now"}};
}

/// The fields of a record, once, in the order in which people read them: a function that hands them all to another. (A
/// std::tuple of forty members would cost each file that sees it a quarter of a second.)
template <class... Fields>
constexpr auto describe(Fields... fields) {
    return [fields...](const auto& use) { return use(fields...); };
}
template <class T, class IdType, class Version, class... Fields>
constexpr auto describe(Identity<T, IdType, Version> identity, Fields... fields) {
    return describe(identity.id, identity.version, fields...);
}

/// A record whose title in JSON Schema is not its type's name: a template, by what it is of.
template <class T>
concept Titled = requires {
    { T::title() } -> std::same_as<std::string>;
};

/// A struct that says its shape itself.
template <class T>
concept Shaped = requires {
    { T::shape() } -> std::same_as<Shape>;
};

/// A struct with `static constexpr auto fields = describe(…)`, or Shaped.
template <class T>
concept Described = Shaped<T> || requires {
    T::fields;
};

/// An enumeration whose values are counted from 0 and named, in order, by a `constexpr auto names_of(E)` beside it.
template <class T>
concept Named = std::is_enum_v<T> && requires(T value) {
    names_of(value);
};

/// A field of a request that changes a record: absent leaves it as it is, null empties it, a value sets it.
template <class T>
using Patch = std::optional<std::optional<T>>;

/// The name of an enumeration's value.
template <Named E>
constexpr std::string_view name_of(E value) {
    return names_of(value).at(static_cast<std::size_t>(value));
}

/// What an Id<Tag> is the id of, as `service.Record`: specialised where the name of the tag does not say it.
template <class Tag>
struct RefersTo {
    static std::string name();
};

namespace shapes {

template <class T>
struct Unwrap;
template <class T>
struct Unwrap<std::optional<T>> {
    using type = T;
    static constexpr bool optional = true;
};
template <class T>
struct Unwrap<std::vector<T>> {
    using type = T;
    static constexpr bool optional = false;
};
template <class T>
concept Wrapped = requires {
    typename Unwrap<T>::type;
};

/// `rapport::complaints::api::Close`.
template <class T>
constexpr std::string_view full_name() {
    std::string_view name = __PRETTY_FUNCTION__;  // "… [with T = rapport::complaints::api::Close; …]"
    name.remove_prefix(name.find("T = ") + 4);
    return name.substr(0, name.find_first_of(";]"));
}
template <class T>
constexpr std::string_view short_name() {
    std::string_view name = full_name<T>();
    name = name.substr(0, name.find('<'));
    if (const auto colon = name.rfind(':'); colon != name.npos) name.remove_prefix(colon + 1);
    return name;
}

/// `rapport::registry::api::PartyTag` → `registry.Party`; empty for what is nobody's own.
std::string referred_by(std::string_view tag);

template <class T>
T& as(void* value) {
    return *static_cast<T*>(value);
}
template <class T>
const T& as(const void* value) {
    return *static_cast<const T*>(value);
}

template <class T>
Shape text_like(std::string_view format, std::string_view wanted, std::optional<T> (*parse)(std::string_view)) {
    static const auto read = parse;
    Shape shape{.kind = Shape::Kind::text, .format = format, .wanted = wanted};
    shape.get_text = [](const void* v, std::string& made) -> std::string_view { return made = to_text(as<T>(v)); };
    shape.set_text = [](void* v, std::string_view text) {
        const auto value = read(text);
        if (value) as<T>(v) = *value;
        return value.has_value();
    };
    return shape;
}

template <Named E>
Shape enumeration() {
    static constexpr auto names = names_of(E{});
    Shape shape{.kind = Shape::Kind::text, .name = short_name<E>(), .type = full_name<E>(), .values = names};
    shape.get_text = [](const void* v, std::string&) -> std::string_view { return name_of(as<E>(v)); };
    shape.set_text = [](void* v, std::string_view text) {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == text) return as<E>(v) = static_cast<E>(i), true;
        return false;
    };
    return shape;
}

template <std::integral T>
Shape integer() {
    Shape shape{.kind = Shape::Kind::integer};
    shape.get_integer = [](const void* v) { return static_cast<std::int64_t>(as<T>(v)); };
    shape.set_integer = [](void* v, std::int64_t i) {
        if (!std::in_range<T>(i)) return false;
        as<T>(v) = static_cast<T>(i);
        return true;
    };
    return shape;
}

template <Wrapped W>
Shape wrapped() {
    using T = typename Unwrap<W>::type;
    constexpr bool optional = Unwrap<W>::optional;
    Shape shape{.kind = optional ? Shape::Kind::optional : Shape::Kind::list};
    shape.element = &shape_of<T>();
    shape.size = [](const void* v) -> std::size_t {
        if constexpr (optional) return as<W>(v).has_value();
        else return as<W>(v).size();
    };
    shape.at = [](const void* v, std::size_t i) -> const void* {
        if constexpr (optional) return &*as<W>(v);
        else return &as<W>(v)[i];
    };
    shape.append = [](void* v) -> void* {
        if constexpr (optional) return &as<W>(v).emplace();
        else return &as<W>(v).emplace_back();
    };
    shape.clear = [](void* v) {
        if constexpr (optional) as<W>(v).reset();
        else as<W>(v).clear();
    };
    return shape;
}

/// std::logic_error if the lender has no such field.
void borrow(FieldShape& field, const Shape& lender);

template <class T, class M>
FieldShape erase(const Field<T, M>& field, const T& probe) {
    const auto offset =
        reinterpret_cast<const std::byte*>(&(probe.*field.member)) - reinterpret_cast<const std::byte*>(&probe);
    FieldShape erased{.name = field.name,
                      .doc = field.doc,
                      .shape = &shape_of<M>(),
                      .offset = static_cast<std::size_t>(offset),
                      .bounds = field.bounds,
                      .has_default = field.has_default,
                      .purposes = field.purposes,
                      .old_name = field.old_name,
                      .formerly = field.formerly,
                      .ui = field.ui};
    if (field.lender) borrow(erased, field.lender());
    return erased;
}

template <Described T>
Shape record() {
    Shape shape{.kind = Shape::Kind::record, .name = short_name<T>()};
    if constexpr (Titled<T>) {
        static const std::string title = T::title();
        shape.titled = title;
    }
    shape.fields = []() -> std::span<const FieldShape> {
        static const auto erased = T::fields([](const auto&... field) {
            [[maybe_unused]] const T probe{};  // unused where there are no fields
            return std::array<FieldShape, sizeof...(field)>{erase(field, probe)...};
        });
        return erased;
    };
    return shape;
}

/// Whether `T` is an Id.
template <class T>
struct IsId : std::false_type {};
template <class Tag>
struct IsId<Id<Tag>> : std::true_type {
    using type = Tag;
};

template <class T>
Shape make() {
    if constexpr (std::same_as<T, bool>) {
        Shape shape{.kind = Shape::Kind::boolean};
        shape.get_boolean = [](const void* v) { return as<bool>(v); };
        shape.set_boolean = [](void* v, bool b) { as<bool>(v) = b; };
        return shape;
    } else if constexpr (std::integral<T>) {
        return integer<T>();
    } else if constexpr (std::same_as<T, double>) {
        Shape shape{.kind = Shape::Kind::number};
        shape.get_number = [](const void* v) { return as<double>(v); };
        shape.set_number = [](void* v, double d) { as<double>(v) = d; };
        return shape;
    } else if constexpr (std::same_as<T, std::string>) {
        Shape shape{.kind = Shape::Kind::text};
        shape.get_text = [](const void* v, std::string&) -> std::string_view { return as<std::string>(v); };
        shape.set_text = [](void* v, std::string_view text) { return as<std::string>(v) = text, true; };
        return shape;
    } else if constexpr (std::same_as<T, Instant>) {
        return text_like<Instant>("date-time", "an RFC 3339 time such as 2026-11-22T14:20:00Z", instant_from);
    } else if constexpr (std::same_as<T, Day>) {
        return text_like<Day>("date", "a date such as 2026-11-22", day_from);
    } else if constexpr (IsId<T>::value || std::same_as<T, Uuid>) {
        Shape shape = text_like<T>("uuid", "an id such as 0192f0c1-7a3b-7cde-8f00-1234567890ab",
                                   [](std::string_view text) -> std::optional<T> {
                                       const auto uuid = uuid_from(text);
                                       if (!uuid) return {};
                                       return T(*uuid);
                                   });
        if constexpr (IsId<T>::value) {
            static const std::string ref = RefersTo<typename IsId<T>::type>::name();
            shape.ref = ref;
        }
        return shape;
    } else if constexpr (Named<T>) {
        return enumeration<T>();
    } else if constexpr (std::same_as<T, Any>) {
        Shape shape{.kind = Shape::Kind::any};
        shape.any = [](void* v) -> std::string& { return as<Any>(v).bytes; };
        return shape;
    } else if constexpr (Wrapped<T>) {
        return wrapped<T>();
    } else if constexpr (Shaped<T>) {
        return T::shape();
    } else {
        static_assert(Described<T>, "give the struct `static constexpr auto fields = describe(…)`");
        return record<T>();
    }
}

}  // namespace shapes

template <class Tag>
std::string RefersTo<Tag>::name() {
    return shapes::referred_by(shapes::full_name<Tag>());
}

template <class T>
const Shape& shape_of() {
    static const Shape shape = shapes::make<T>();
    return shape;
}

}  // namespace rapport
