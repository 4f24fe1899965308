// SPDX-License-Identifier: MIT
#pragma once

// com_ptr: one counted reference to a COM object.

#include <wua/com/convertible_pointer.hpp>
#include <wua/com/guid.hpp>
#include <wua/com/hresult.hpp>

#include <cstddef>
#include <memory> // std::hash, which <functional> has at a higher price
#include <utility>

namespace wua
{

// Nearly every program has dozens of these classes, so they use hardly any templates of the standard library.

/// T is an interface or a class made with implements<>. Different com_ptrs to one object may be used by different
/// threads; one com_ptr belongs to one thread at a time.
template <class T>
class com_ptr
{
public:
    using element_type = T;

    constexpr com_ptr() noexcept = default;
    constexpr com_ptr(std::nullptr_t) noexcept {}

    /// Adds a reference; to take one over, see attach.
    explicit com_ptr(T* object) noexcept : m_object(object)
    {
        add_ref();
    }

    com_ptr(const com_ptr& other) noexcept : m_object(other.m_object)
    {
        add_ref();
    }
    com_ptr(com_ptr&& other) noexcept : m_object(other.m_object)
    {
        other.m_object = nullptr;
    }

    template <class U>
    requires detail::convertible_pointer<U, T>
    com_ptr(const com_ptr<U>& other) noexcept : m_object(other.get())
    {
        add_ref();
    }

    template <class U>
    requires detail::convertible_pointer<U, T>
    com_ptr(com_ptr<U>&& other) noexcept : m_object(other.detach())
    {}

    ~com_ptr()
    {
        reset();
    }

    com_ptr& operator=(com_ptr other) noexcept
    {
        swap(other);
        return *this;
    }

    com_ptr& operator=(std::nullptr_t) noexcept
    {
        reset();
        return *this;
    }

    T* get() const noexcept
    {
        return m_object;
    }
    T* operator->() const noexcept
    {
        return m_object;
    }
    T& operator*() const noexcept
    {
        return *m_object;
    }
    explicit operator bool() const noexcept
    {
        return m_object != nullptr;
    }

    /// The address for a method's out-parameter, which receives a reference; releases what was held before.
    T** put() noexcept
    {
        reset();
        return &m_object;
    }

    /// Takes over a reference that the caller owns.
    void attach(T* object) noexcept
    {
        reset();
        m_object = object;
    }

    /// Hands the reference to the caller, who must release it.
    [[nodiscard]] T* detach() noexcept
    {
        T* const object = m_object;
        m_object = nullptr;
        return object;
    }

    void copy_from(T* object) noexcept
    {
        com_ptr(object).swap(*this);
    }

    /// Adds a reference for the caller and stores it.
    void copy_to(T** object) const noexcept
    {
        *object = m_object;
        add_ref();
    }

    void reset() noexcept
    {
        // Emptied first, so that a destructor that calls back here finds nothing to release.
        if (T* const object = detach())
        {
            object->Release();
        }
    }

    void swap(com_ptr& other) noexcept
    {
        T* const object = m_object;
        m_object = other.m_object;
        other.m_object = object;
    }
    friend void swap(com_ptr& a, com_ptr& b) noexcept
    {
        a.swap(b);
    }

    /// The same object through another interface; throws hresult_error if it does not have it. Must not be null.
    template <class U>
    com_ptr<U> query() const
    {
        com_ptr<U> other;
        throw_if_failed(ask(other));
        return other;
    }

    /// The same, but null if the object does not have the interface, if there is no object, or if a foreign object
    /// throws from QueryInterface. Nothing helps against objects that throw from AddRef or Release: references are
    /// released where nothing can be reported, so the program ends, as with any destructor that throws.
    template <class U>
    com_ptr<U> try_query() const noexcept
    {
        com_ptr<U> other;
        try
        {
            if (m_object != nullptr)
            {
                static_cast<void>(ask(other));
            }
        }
        catch (...)
        {
            // Counts as not having the interface.
        }
        return other;
    }

    friend bool operator==(const com_ptr& a, const com_ptr& b) noexcept
    {
        return a.m_object == b.m_object;
    }
    friend bool operator==(const com_ptr& a, std::nullptr_t) noexcept
    {
        return a.m_object == nullptr;
    }

private:
    template <class U>
    HRESULT ask(com_ptr<U>& other) const
    {
        void* found = nullptr; // a QueryInterface that fails or throws finds nothing, whatever it stores
        const HRESULT code = m_object->QueryInterface(iid_of<U>, &found);
        if (succeeded(code))
        {
            other.attach(static_cast<U*>(found));
        }
        return code;
    }

    void add_ref() const noexcept
    {
        if (m_object != nullptr)
        {
            m_object->AddRef();
        }
    }

    T* m_object = nullptr;
};

/// A new object with one reference, which is returned. Lets the exceptions of T's constructor through.
template <class T, class... Args>
com_ptr<T> make(Args&&... args)
{
    com_ptr<T> object;
    object.attach(new T(std::forward<Args>(args)...));
    return object;
}

} // namespace wua

template <class T>
struct std::hash<wua::com_ptr<T>>
{
    std::size_t operator()(const wua::com_ptr<T>& pointer) const noexcept
    {
        return std::hash<T*>()(pointer.get());
    }
};
