/** 网关规则不允许的操作。 */
export const policy = {
  readOnly: '此终端为只读：您输入的内容不会发送。',
  pasteRefused: '此终端不允许粘贴：内容没有发送。',
  auditTitle: '无法写入审计记录',
  auditText: '无法记录审计时，网关不会打开任何终端。',
  auditHint: '请稍后重试，或联系网关的管理员。',
};
