// SPDX-License-Identifier: MIT
#pragma once

// What a client holds instead of an object: the object with a recorder before it. One stands before each object as long
// as the client holds it, so that the client's pointers compare as those of the objects would.

#include <wua/agent/recording/client_conduct.hpp>
#include <wua/agent/recording/recorded_face.hpp>
#include <wua/agent/recording/recorded_interface.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/late_binding.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <memory>
#include <vector>

namespace wua::detail
{

class recording;

class recorded_object
{
public:
    // Born with one reference.
    recorded_object(std::shared_ptr<recording> all, com_ptr<IUnknown> identity);
    recorded_object(const recorded_object&) = delete;
    recorded_object& operator=(const recorded_object&) = delete;

    ULONG AddRef() noexcept
    {
        return m_references.fetch_add(1, std::memory_order_relaxed) + 1;
    }
    ULONG Release() noexcept;

    // False when the last reference is being given back.
    bool try_add_reference() noexcept;

    ULONG references() const noexcept
    {
        return m_references.load(std::memory_order_relaxed);
    }

    recording& all() const noexcept
    {
        return *m_all;
    }
    const object_label& label() const noexcept
    {
        return m_label;
    }
    IUnknown& identity() const noexcept
    {
        return *m_identity;
    }
    const std::vector<recorded_face>& faces() const noexcept
    {
        return m_faces;
    }
    array_view<listed_interface> listed() const noexcept
    {
        return m_listed;
    }

    // The face of this pointer to the object; null when there is none.
    IUnknown* face_of(IUnknown* inner) noexcept;

    HRESULT query(REFIID iid, void** object) noexcept;

private:
    friend class recording;
    ~recorded_object();

    void find_faces();

    const std::shared_ptr<recording> m_all;
    const com_ptr<IUnknown> m_identity;
    std::atomic<ULONG> m_references = 1;
    std::vector<recorded_face> m_faces; // the identity's first, then that of IDispatch
    std::vector<listed_interface> m_listed;
    object_label m_label;
};

// How deep the thread is in callbacks of a client.
inline constinit thread_local int callbacks_on_this_thread = 0;

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recorded_object.ipp>
#endif
