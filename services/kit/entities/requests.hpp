// SPDX-License-Identifier: MIT
#pragma once
#include <array>
#include <deque>
#include <string>
#include <type_traits>
#include <vector>

#include "bus/base/codec.hpp"

/// The requests and events that every entity has, made from its one declaration: from the purposes of its fields.
namespace rapport::kit {

/// The fields of a request that is made from an entity, and what their shapes and texts live in.
struct MadeFields {
    std::deque<std::string> texts;
    std::deque<Shape> shapes;
    std::deque<std::vector<std::string_view>> names;
    std::vector<FieldShape> fields;
};

/// A new entity, as it is asked for: its initial and its editable fields. The others are as the struct begins.
template <class T>
struct New {
    T entity{};

    static Shape shape();
};

/// What is said of an entity that is new or known: its initial and editable fields. One that is left out is not said,
/// one that is null is said to be empty. apply_patch() sets what is said.
template <class T>
struct Part {
    T entity{};  ///< of which what is said counts
    std::uint64_t said = 0;

    /// Says each field that is otherwise in this entity than in a new one.
    static Part of(T entity);

    static Shape shape();
};

/// How many filters and ranges an entity may have.
inline constexpr std::size_t most_filters = 48;

/// What of an entity is to be changed: `id`, the `version` that was read (aborted if it is another by now), and any of
/// the editable fields.
template <class T>
struct Edit : Part<T> {
    static Edit of(const decltype(T::id)& id) {
        Edit edit;
        return edit.set(&T::id, id);
    }
    const auto& id() const { return this->entity.id; }
    std::optional<std::int64_t> version() const {
        if (!says(&T::version)) return {};
        return this->entity.version;
    }
    /// Whether the field is said, be it to empty it.
    template <class M>
    bool says(M T::*member) const;
    /// Says the field. std::logic_error if it is not to be edited.
    template <class M>
    Edit& set(M T::*member, std::type_identity_t<M> value);

    static Shape shape();
};

/// A page of a list, newest first unless sorted. Asked for are `limit`, `after`; `search` and `sort` where the entity
/// has fields for them; `where`, a condition on what it is filtered and sorted by; `ids`; which `fields` of each are
/// answered; a filter for each field that is one, and from when to when for days and times. A filter of an enumeration,
/// an id or a whole number takes several values, any of which an entity may have; `none` stands for no value and, of
/// users, `me` for who asks. Entities that a field hides are shown when the request says that field, or names ids.
template <class T>
struct ListOf {
    using Listed = T;
    using IdType = decltype(T::id);

    std::int64_t limit = 50;
    std::optional<std::string> after, search, sort, condition;
    std::vector<std::string> only;  ///< the `fields` that are answered; none: all
    std::vector<IdType> ids;
    /// Filters and ranges, in the order of the shape's fields: MessagePack of a value, or of a list.
    std::array<Any, most_filters> filters;

    /// Filters: those with that value of the field; of a list, those that hold one that it has. A second value of a
    /// field that takes several is one more that they may have. std::logic_error if the field is no filter.
    template <class M>
    ListOf& where(M T::*member, std::type_identity_t<M> value);

    static Shape shape();
};

/// Data of an event about an entity: the entity as it is now, in a field of its own name, and what changed. Where an
/// earlier version told it in a field of another name, the entity says so: `static constexpr auto was_told_as =
/// "rule"sv`.
template <class T>
struct Changed {
    T entity{};
    std::vector<Change> changes;

    static Shape shape();
};

namespace requests {

MadeFields of_new(const Shape& entity);
MadeFields of_part(const Shape& entity);
MadeFields of_edit(const Shape& entity);
/// Where a ListOf has its own fields, and of what its ids are.
struct ListOffsets {
    std::size_t limit, after, search, sort, condition, only, ids, filters;
    const Shape* shape_of_ids;
};
MadeFields of_list(const Shape& entity, const ListOffsets& at);
/// Where an earlier version told it; empty: nowhere else.
template <class T>
constexpr std::string_view told_as() {
    if constexpr (requires { T::was_told_as; }) return T::was_told_as;
    else return {};
}
MadeFields of_changed(const Shape& entity, std::size_t changes, std::string_view was);
/// Adds a value of the entity's field at that offset to what a list request filters by.
void filter_by(const Shape& list, void* request, const Shape& entity, std::size_t offset, const void* value);
/// The bit of Shape::said of the field at that offset; std::logic_error if there is none.
std::uint64_t bit_of(const Shape& request, std::size_t offset);
/// Which of a request's fields two entities differ in.
std::uint64_t differing(const Shape& request, const void* entity, const void* other);
/// `StageMove` → `stage_move`.
std::string field_name_of(std::string_view type);

template <class R, class M>
std::size_t offset_of(M R::*member) {
    static const R probe{};
    return static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&(probe.*member)) -
                                    reinterpret_cast<const std::byte*>(&probe));
}

}  // namespace requests

/// The fields of a request that is made from an entity, and more: `R` is derived of it, `described` is a describe(…) of
/// R's own.
template <class R, class D>
std::vector<FieldShape> extended(const Shape& base, const D& described) {
    std::vector<FieldShape> all(base.fields().begin(), base.fields().end());
    described([&all](const auto&... field) {
        const R probe{};
        (all.push_back(shapes::erase(field, probe)), ...);
    });
    return all;
}

/// The shape of such an `R`: the fields of `Base`, and those of `static constexpr auto more = describe(…)`. For R's
/// `static Shape shape()`; another name than that of Base is said.
template <class R, class Base>
Shape shape_with_more(std::string_view name = {}) {
    Shape shape = shape_of<Base>();
    if (!name.empty()) shape.name = name;
    shape.fields = []() -> std::span<const FieldShape> {
        static const auto all = extended<R>(shape_of<Base>(), R::more);
        return all;
    };
    return shape;
}

template <class T>
Shape New<T>::shape() {
    static const std::string name = "New" + std::string(shape_of<T>().title());
    return {.kind = Shape::Kind::record, .name = name, .fields = []() -> std::span<const FieldShape> {
                static const MadeFields made = requests::of_new(shape_of<T>());
                return made.fields;
            }};
}

template <class T>
Shape Part<T>::shape() {
    static const std::string name = "Part" + std::string(shape_of<T>().title());
    return {.kind = Shape::Kind::record,
            .name = name,
            .fields = []() -> std::span<const FieldShape> {
                static const MadeFields made = requests::of_part(shape_of<T>());
                return made.fields;
            },
            .said = [](void* part) -> std::uint64_t& { return static_cast<Part*>(part)->said; }};
}

template <class T>
Part<T> Part<T>::of(T entity) {
    Part part{.entity = std::move(entity)};
    const T fresh{};
    part.said = requests::differing(shape_of<Part>(), &part.entity, &fresh);
    return part;
}

template <class T>
Shape Edit<T>::shape() {
    static const std::string name = "Edit" + std::string(shape_of<T>().title());
    return {.kind = Shape::Kind::record,
            .name = name,
            .fields = []() -> std::span<const FieldShape> {
                static const MadeFields made = requests::of_edit(shape_of<T>());
                return made.fields;
            },
            .said = [](void* edit) -> std::uint64_t& { return static_cast<Edit*>(edit)->said; }};
}

template <class T>
template <class M>
bool Edit<T>::says(M T::*member) const {
    return (this->said & requests::bit_of(shape_of<Edit>(), requests::offset_of(member))) != 0;
}

template <class T>
template <class M>
Edit<T>& Edit<T>::set(M T::*member, std::type_identity_t<M> value) {
    this->said |= requests::bit_of(shape_of<Edit>(), requests::offset_of(member));
    this->entity.*member = std::move(value);
    return *this;
}

template <class T>
Shape ListOf<T>::shape() {
    static const std::string name = "List" + std::string(shape_of<T>().title());
    return {.kind = Shape::Kind::record, .name = name, .fields = []() -> std::span<const FieldShape> {
                using requests::offset_of;
                static const MadeFields made =
                    requests::of_list(shape_of<T>(), {.limit = offset_of(&ListOf::limit),
                                                      .after = offset_of(&ListOf::after),
                                                      .search = offset_of(&ListOf::search),
                                                      .sort = offset_of(&ListOf::sort),
                                                      .condition = offset_of(&ListOf::condition),
                                                      .only = offset_of(&ListOf::only),
                                                      .ids = offset_of(&ListOf::ids),
                                                      .filters = offset_of(&ListOf::filters),
                                                      .shape_of_ids = &shape_of<std::vector<IdType>>()});
                return made.fields;
            }};
}

template <class T>
template <class M>
ListOf<T>& ListOf<T>::where(M T::*member, std::type_identity_t<M> value) {
    requests::filter_by(shape_of<ListOf>(), this, shape_of<T>(), requests::offset_of(member), &value);
    return *this;
}

template <class T>
Shape Changed<T>::shape() {
    static const std::string name = std::string(shape_of<T>().title()) + "Event";
    return {.kind = Shape::Kind::record, .name = name, .fields = []() -> std::span<const FieldShape> {
                static const MadeFields made =
                    requests::of_changed(shape_of<T>(), requests::offset_of(&Changed::changes), requests::told_as<T>());
                return made.fields;
            }};
}

}  // namespace rapport::kit
