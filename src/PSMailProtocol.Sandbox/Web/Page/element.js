// Makes an element. What messages say becomes text and attribute values only, never markup.
export function element(name, properties, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (key === 'class')
      made.className = value;
    else if (typeof value === 'function')
      made.addEventListener(key, value);
    else if (value !== undefined && value !== null && value !== false)
      made.setAttribute(key, value === true ? '' : value);
  }

  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function sizeText(octets) {
  if (octets < 1000)
    return octets + ' B';
  return octets < 1e6 ? (octets / 1e3).toFixed(1) + ' kB' : (octets / 1e6).toFixed(1) + ' MB';
}

export function timeText(time) {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })
    : date.toLocaleDateString([], { month: 'short', day: 'numeric' });
}

// The first of some texts, and how many more there are.
export function listText(texts, most) {
  const more = texts.length - most;
  return texts.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
