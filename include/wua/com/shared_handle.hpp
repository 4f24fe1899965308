// SPDX-License-Identifier: MIT
#pragma once

// Shared ownership for the library's own objects. std::shared_ptr<T> makes a compiler generate about seventy functions
// for each T; these are thin, typed views of one std::shared_ptr<void>, which is compiled once.

#include <wua/com/convertible_pointer.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

namespace wua::detail
{

template <class T>
class weak_handle;

/// Like std::shared_ptr<T>, to and from which it converts.
template <class T>
class shared_handle
{
public:
    shared_handle() noexcept = default;
    shared_handle(std::nullptr_t) noexcept {}

    template <class U>
    requires convertible_pointer<U, T>
    shared_handle(const std::shared_ptr<U>& object) noexcept : shared_handle(object, object.get())
    {}

    template <class U>
    requires(convertible_pointer<U, T> && !std::is_same_v<T, U>)
    shared_handle(const shared_handle<U>& object) noexcept : shared_handle(object.owner(), object.get())
    {}

    /// Shares `owner`, which keeps `object` alive.
    template <class Owner>
    shared_handle(const std::shared_ptr<Owner>& owner, T* object) noexcept
        : m_object(owner, const_cast<std::remove_const_t<T>*>(object))
    {}

    T* get() const noexcept
    {
        return static_cast<T*>(m_object.get());
    }
    T* operator->() const noexcept
    {
        return get();
    }
    T& operator*() const noexcept
    {
        return *get();
    }
    explicit operator bool() const noexcept
    {
        return m_object != nullptr;
    }

    void reset() noexcept
    {
        m_object.reset();
    }
    void swap(shared_handle& other) noexcept
    {
        m_object.swap(other.m_object);
    }

    const std::shared_ptr<void>& owner() const noexcept
    {
        return m_object;
    }

    friend bool operator==(const shared_handle& left, const shared_handle& right) noexcept
    {
        return left.m_object == right.m_object;
    }
    friend bool operator==(const shared_handle& left, std::nullptr_t) noexcept
    {
        return left.m_object == nullptr;
    }

private:
    std::shared_ptr<void> m_object; // a T
};

template <class T>
shared_handle(const std::shared_ptr<T>&) -> shared_handle<T>;

/// Like std::weak_ptr<T>.
template <class T>
class weak_handle
{
public:
    weak_handle() noexcept = default;

    template <class U>
    requires convertible_pointer<U, T>
    weak_handle(const shared_handle<U>& object) noexcept : m_object(shared_handle<T>(object).owner())
    {}

    template <class U>
    requires convertible_pointer<U, T>
    weak_handle(const std::shared_ptr<U>& object) noexcept : m_object(shared_handle<T>(object).owner())
    {}

    bool expired() const noexcept
    {
        return m_object.expired();
    }

    /// Null once the object is gone.
    shared_handle<T> lock() const noexcept
    {
        const std::shared_ptr<void> object = m_object.lock();
        return {object, static_cast<T*>(object.get())};
    }

private:
    std::weak_ptr<void> m_object;
};

/// Like std::make_shared<T>.
template <class T, class... Arguments>
shared_handle<T> make_handle(Arguments&&... arguments)
{
    using object = std::remove_const_t<T>;
    object* const made = new object(std::forward<Arguments>(arguments)...);
    void (*const destroy)(void*) = [](void* of) { delete static_cast<object*>(of); };
    return {std::shared_ptr<void>(static_cast<void*>(made), destroy), made}; // destroys it if it throws
}

} // namespace wua::detail
