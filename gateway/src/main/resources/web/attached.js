// What belongs to a message: pictures are shown, recordings can be heard, everything can be saved. Fetched like all else, by whoever may.
const types = { image: 'img', audio: 'audio' };
const size = bytes => bytes < 1000 ? bytes + ' B' : bytes < 1e6 ? Math.round(bytes / 1000) + ' kB' : (bytes / 1e6).toFixed(1) + ' MB';
export const label = a => (a.name ?? 'attachment') + ' · ' + size(a.bytes);

export function attached(attachments, ask) {
  return (attachments ?? []).map(a => {
    const link = document.createElement('a'), tag = types[a.type.split('/')[0]];
    link.className = 'attached'; link.dir = 'auto'; link.textContent = label(a); link.href = '#'; link.download = a.name ?? a.id;
    const bytes = () => ask('/v1/attachments/' + a.id).then(r => r.ok ? r.blob() : Promise.reject(new Error('It is not there any more.')));
    if (tag) bytes().then(blob => {
      const shown = document.createElement(tag);
      link.href = shown.src = URL.createObjectURL(blob); shown.controls = true; shown.alt = label(a); shown.title = label(a);
      tag === 'img' ? link.replaceChildren(shown) : link.before(shown);
    }).catch(e => { link.textContent = label(a) + ' · ' + e.message; });
    else link.onclick = async e => {
      if (link.href.startsWith('blob:')) return;
      e.preventDefault();
      try { link.href = URL.createObjectURL(await bytes()); link.click(); } catch (gone) { link.textContent = label(a) + ' · ' + gone.message; }
    };
    return link;
  });
}

// Files that are to go with the next message; each can be taken back.
export function picked(box, ask, trouble) {
  let files = [];
  const draw = () => box.replaceChildren(...files.map(f => {
    const b = document.createElement('button'); b.type = 'button'; b.textContent = label(f) + ' ✕'; b.title = 'Do not send it';
    b.onclick = () => { files = files.filter(other => other !== f); draw(); }; return b;
  }));
  return {
    async add(chosen) {
      for (const file of chosen) {
        const r = await ask('/v1/attachments?name=' + encodeURIComponent(file.name), { method: 'POST', headers: { 'Content-Type': file.type || 'application/octet-stream' }, body: file }).catch(() => null);
        const said = await r?.json().catch(() => null);
        if (r?.ok) files.push(said); else trouble(file.name + ': ' + (said?.detail ?? 'The node cannot be reached.'));
      }
      draw();
    },
    take() { const taken = files; files = []; draw(); return taken; },
    giveBack(taken) { files = [...taken, ...files]; draw(); },
  };
}
