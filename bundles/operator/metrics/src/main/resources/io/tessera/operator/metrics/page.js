'use strict';
// Takes the page's new content every few seconds, while somebody looks at it.
const period = 5000;
async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch('/', {cache: 'no-store', signal: AbortSignal.timeout(period)});
    if (!answer.ok) throw new Error(answer.statusText);
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const open = new Set([...document.querySelectorAll('details[open]')].map(each => each.id));
    next.querySelectorAll('details').forEach(each => { each.open = open.has(each.id); });
    document.title = next.title;
    document.querySelector('main').replaceWith(document.adoptNode(next.querySelector('main')));
    document.body.classList.remove('stale');
  } catch (gone) {
    document.body.classList.add('stale');
    document.querySelector('.pill').textContent = 'no answer';
  }
}
setInterval(refresh, period);
document.addEventListener('visibilitychange', refresh);
