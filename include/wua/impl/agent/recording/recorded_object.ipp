// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recorded_object.hpp>.

#include <wua/agent/recording/recorded_object.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/module_tag.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD recorded_object::recorded_object(std::shared_ptr<recording> all, com_ptr<IUnknown> identity)
    : m_all(std::move(all)),
      m_identity(std::move(identity))
{
    try
    {
        find_faces();
    }
    catch (...)
    {
        for (const recorded_face& face : m_faces)
        {
            face.inner->Release();
        }
        throw;
    }
}

WUA_COLD recorded_object::~recorded_object()
{
    for (const recorded_face& face : m_faces)
    {
        face.inner->Release();
    }
}

// Interfaces that extend one another share one pointer; the most derived of them becomes the face.
WUA_COLD void recorded_object::find_faces()
{
    m_faces.reserve(recorded_interfaces().size());
    for (const recorded_interface& known : recorded_interfaces())
    {
        com_ptr<IUnknown> inner;
        if (failed(m_identity->QueryInterface(known.table->iid, reinterpret_cast<void**>(inner.put()))))
        {
            continue;
        }
        const auto same_place =
            std::find_if(m_faces.begin(), m_faces.end(), [&](const auto& face) { return face.inner == inner.get(); });
        if (same_place == m_faces.end())
        {
            m_faces.push_back({known.vtable, this, inner.detach(), &known});
        }
        else if (same_place->type->members.size() < known.members.size())
        {
            same_place->vtable = known.vtable;
            same_place->type = &known;
        }
    }
    const com_ptr<IDispatch> automation = m_identity.try_query<IDispatch>();
    const auto rank = [&](const recorded_face& face) {
        const bool is_automation = face.inner == static_cast<IUnknown*>(automation.get());
        return std::pair(face.inner == m_identity.get() ? 0 : is_automation ? 1 : 2, face.type);
    };
    std::sort(
        m_faces.begin(), m_faces.end(), [&](const auto& left, const auto& right) { return rank(left) < rank(right); });
    m_listed.reserve(m_faces.size());
    for (recorded_face& face : m_faces)
    {
        m_listed.push_back({face.type->table, static_cast<IUnknown*>(static_cast<void*>(&face))});
    }
}

WUA_COLD bool recorded_object::try_add_reference() noexcept
{
    ULONG references = m_references.load(std::memory_order_relaxed);
    while (references != 0 &&
           !m_references.compare_exchange_weak(references, references + 1, std::memory_order_relaxed))
    {}
    return references != 0;
}

WUA_COLD ULONG recorded_object::Release() noexcept
{
    const ULONG left = m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (left == 0)
    {
        m_all->forget(*this);
        delete this;
    }
    return left;
}

WUA_COLD IUnknown* recorded_object::face_of(IUnknown* inner) noexcept
{
    for (const listed_interface& listed : m_listed)
    {
        if (static_cast<recorded_face*>(static_cast<void*>(listed.self))->inner == inner)
        {
            return listed.self;
        }
    }
    return nullptr;
}

WUA_COLD HRESULT recorded_object::query(REFIID iid, void** object) noexcept
{
    *object = find_listed(listed(), iid);
    if (*object != nullptr)
    {
        AddRef();
        return s_ok;
    }
    const HRESULT code = same(iid, own_object_iid()) ? e_nointerface : query_common(listed(), iid, object);
    return code == e_nointerface ? m_identity->QueryInterface(iid, object) : code; // for the library's own interfaces
}

} // namespace wua::detail
