// What people said goes into the page as text only, never as markup.

export function make(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// Opens a stream of events; says in the page how the connection is.
export function listen(address, status, onEvent, onReset) {
  const source = new EventSource(address);
  source.onopen = () => { status.textContent = "已连接"; };
  source.onmessage = (event) => onEvent(JSON.parse(event.data), source);
  source.addEventListener("reset", () => onReset && onReset());
  source.onerror = () => {
    status.textContent = source.readyState === EventSource.CLOSED
      ? "连接已断开，请刷新页面"
      : "连接中断，正在重新连接…";
  };
  return source;
}
